//! Randomness, and the tokens made of it: the only place that asks the system for any.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::TryRng;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// `N` bytes from the system's generator.
///
/// # Errors
/// [`Error::Unavailable`] when the system has none to give.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(|_| Error::Unavailable)?;
    Ok(bytes)
}

/// A token for a link: 256 bits as 43 characters that need no escaping.
pub(crate) fn fresh() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is kept of a token. It needs no salt: nobody can guess 256 bits.
pub(crate) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
