//! How much a browser has to load: the budget that the release build is held to.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::workspace::{Profile, Workspace};

/// Bytes that the first module may have, compressed with brotli: what everybody loads, and all that a requester ever does.
pub const FIRST_MAX: u64 = 500_000;

/// The browser's code as it is sent, compressed with brotli.
pub struct Weight {
    /// Bytes of the module that every page loads, the portal's pages with it.
    pub first: u64,
    /// Bytes that each further part loads when somebody first comes to it.
    pub parts: BTreeMap<String, u64>,
}

impl Weight {
    /// Of the release build that was made last.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.assets(Profile::Release);
        let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
        let size = |module: &String| -> Result<u64> {
            let compressed = folder.join(format!("{}.br", module.trim_start_matches('/')));
            Ok(fs::metadata(&compressed).with_context(|| format!("there is no {}", compressed.display()))?.len())
        };
        let part = |(name, modules): (String, Vec<String>)| Ok((name, modules.iter().map(size).sum::<Result<u64>>()?));
        Ok(Self { first: size(&manifest.wasm)?, parts: manifest.parts.into_iter().map(part).collect::<Result<_>>()? })
    }

    /// Tells the weight, and fails over the budget.
    pub fn check(&self) -> Result<()> {
        println!("the first of the browser's code has {:.1} kB of {} kB", kilobytes(self.first), FIRST_MAX / 1_000);
        ensure!(
            self.first <= FIRST_MAX,
            "the first of the browser's code is too heavy. What do routes, shared components or `domain` bring into it that a part \
             could bring (app/src/lazy.rs)? Was wasm-opt missing?"
        );
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a size in bytes, told with one digit")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000.0
}

#[derive(Deserialize)]
struct Manifest {
    wasm: String,
    parts: BTreeMap<String, Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_heavy_is_refused() {
        let weighing = |first| Weight { first, parts: BTreeMap::new() }.check().is_ok();
        assert!(weighing(FIRST_MAX));
        assert!(!weighing(FIRST_MAX + 1));
    }
}
