// Constants that `build.mjs` writes into the bundle.

declare const WORDS_HASH: string | undefined;
declare const COMPARE_HASH: string | undefined;
declare const QR_HASH: string | undefined;
declare const SCAN_HASH: string | undefined;
declare const PEOPLE_HASH: string | undefined;
declare const FOUNDING_HASH: string | undefined;
declare const ENTERING_HASH: string | undefined;
declare const INCIDENT_HASH: string | undefined;
declare const FORMS_HASH: string | undefined;
declare const TALK_HASH: string | undefined;
declare const KEY_FILE_HASH: string | undefined;
declare const SEARCH_HASH: string | undefined;
declare const REPLACE_HASH: string | undefined;
declare const OBJECT_WRITER_HASH: string | undefined;
declare const LOG_WRITER_HASH: string | undefined;
declare const SEALING_HASH: string | undefined;
declare const LADDER_HASH: string | undefined;
declare const UNLOCK_HASH: string | undefined;
declare const SEVERAL_HASH: string | undefined;
declare const BULK_HASH: string | undefined;
declare const UNDO_HASH: string | undefined;
declare const SUGGESTED_HASH: string | undefined;
/** The hash of `native.js`. */
declare const NATIVE_HASH: string | undefined;
