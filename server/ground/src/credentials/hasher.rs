//! Argon2 in memory that is given back. The C library keeps freed memory below 32 MiB for later, once for every thread
//! that hashed; larger memory goes back to the system at once. So more is allocated than is used: pages that are never
//! written are never taken.

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, Error, PasswordHasher};
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};

/// Larger than the memory that the C library would keep.
const ASKED_FOR: usize = 33 * 1024 * 1024;

/// Makes verifiers as PHC strings, as Argon2 itself does.
#[derive(Debug, Clone)]
pub(super) struct Hasher {
    pub algorithm: Algorithm,
    pub version: Version,
    pub params: Params,
}

impl PasswordHasher<PasswordHash> for Hasher {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash, Error> {
        let salt = Salt::new(salt)?;
        let length = self.params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut buffer = [0; Output::MAX_LENGTH];
        let out = buffer.get_mut(..length).ok_or(Error::OutputSize)?;
        let argon2 = Argon2::new(self.algorithm, self.version, self.params.clone());
        argon2.hash_password_into_with_memory(password, &salt, out, memory(self.params.block_count()))?;
        Ok(PasswordHash {
            algorithm: self.algorithm.ident(),
            version: Some(self.version.into()),
            params: ParamsString::try_from(&self.params)?,
            salt: Some(salt),
            hash: Some(Output::new(out)?),
        })
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Hasher {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash, Error> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        Self { algorithm, version, params }.hash_password_with_salt(password, salt)
    }
}

fn memory(blocks: usize) -> Vec<Block> {
    let mut memory = Vec::with_capacity(blocks.max(ASKED_FOR / Block::SIZE));
    memory.resize(blocks, Block::default());
    memory
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordVerifier;

    use super::*;

    #[test]
    fn it_makes_what_argon2_makes_and_each_knows_the_others() {
        let params = Params::new(64, 2, 1, None).unwrap();
        let ours = Hasher { algorithm: Algorithm::Argon2id, version: Version::V0x13, params: params.clone() };
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let made = ours.hash_password_with_salt(b"otter lamp", b"salt and pepper").unwrap();
        assert_eq!(made, theirs.hash_password_with_salt(b"otter lamp", b"salt and pepper").unwrap());
        assert!(theirs.verify_password(b"otter lamp", &made).is_ok());
        // With the parameters in the verifier, whatever the present ones are.
        let other = Hasher { params: Params::new(128, 1, 1, None).unwrap(), ..ours.clone() };
        assert!(other.verify_password(b"otter lamp", &made).is_ok());
        assert!(ours.verify_password(b"otter", &made).is_err());
    }

    #[test]
    fn more_is_asked_for_than_the_c_library_keeps() {
        let params = Params::new(19 * 1024, 1, 1, None).unwrap();
        let memory = memory(params.block_count());
        assert_eq!(memory.len(), params.block_count());
        // DEFAULT_MMAP_THRESHOLD_MAX of glibc on 64 bits, mallopt(3).
        assert!(memory.capacity() * Block::SIZE > 32 * 1024 * 1024);
    }
}
