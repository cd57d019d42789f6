#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pursuance_sealed::fuzzing::texts(bytes));
