//! What the browser loads: the folder that the server serves in development and embeds in release.
//!
//! ```text
//! manifest.json                     what a page asks for -> the path that it is served at
//! assets/app.<hash>.css (.br)       named by content, so that a browser may keep it for ever
//! assets/app.<hash>/app.js (.br)    and the modules that it loads
//! favicon.svg (.br)                 and the rest of public/ under its own name
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::workspace::{Profile, Workspace};
use crate::{css, wasm};

/// Files by their path below the folder.
type Files = BTreeMap<String, Vec<u8>>;

/// Builds the folder and returns its path. Files that did not change are not touched, so that cargo sees no change either.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let bundle = wasm::build(workspace, profile)?;
    let style = css::bundle(&workspace.root.join("style/main.css"))?;
    let mut files = name(bundle, style);
    collect(&workspace.root.join("public"), "", &mut files)?;
    let folder = workspace.assets(profile);
    write(&folder, files, profile)?;
    Ok(folder)
}

/// Gives every file a name that changes with its content, and lists the names.
fn name(bundle: wasm::Bundle, style: String) -> Files {
    // Scripts and modules name each other by relative paths, some in a circle, so their common folder carries the hash.
    let mut content = Sha256::new();
    for (path, bytes) in &bundle.files {
        content.update(path);
        content.update(bytes);
    }
    let folder = format!("assets/app.{}", digits(&content.finalize()));
    let style_name = format!("assets/app.{}.css", digits(&Sha256::digest(&style)));

    let parts: BTreeMap<_, Vec<_>> = bundle
        .parts
        .into_iter()
        .map(|(part, modules)| (part, modules.into_iter().map(|module| format!("/{folder}/{module}")).collect()))
        .collect();
    let manifest = json!({
        "js": format!("/{folder}/app.js"),
        "wasm": format!("/{folder}/app_bg.wasm"),
        "css": format!("/{style_name}"),
        "parts": parts,
    });
    let mut files: Files = bundle.files.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect();
    files.insert(style_name, style.into_bytes());
    files.insert("manifest.json".to_owned(), format!("{manifest:#}\n").into_bytes());
    files
}

/// Twelve hexadecimal digits: enough to tell versions of one file apart.
fn digits(digest: &[u8]) -> String {
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a folder with everything below it.
pub fn collect(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"), fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Makes the folder hold exactly these files, with a compressed one beside each that gains by it.
fn write(folder: &Path, files: Files, profile: Profile) -> Result<()> {
    let mut present = Files::new();
    if folder.exists() {
        collect(folder, "", &mut present)?;
    }
    for (path, bytes) in files {
        let compressed_path = format!("{path}.br");
        let unchanged = present.remove(&path).is_some_and(|old| old == bytes);
        let compressed = present.remove(&compressed_path).is_some();
        if unchanged {
            continue;
        }
        let target = folder.join(&path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        match compress(&path, &bytes, profile)? {
            Some(smaller) => fs::write(folder.join(&compressed_path), smaller)?,
            None if compressed => fs::remove_file(folder.join(&compressed_path))?,
            None => {}
        }
        // Last, because an unchanged file is taken as proof that the compressed one beside it is right.
        fs::write(target, bytes)?;
    }
    for stale in present.into_keys() {
        fs::remove_file(folder.join(stale))?;
    }
    Ok(())
}

fn compress(path: &str, bytes: &[u8], profile: Profile) -> Result<Option<Vec<u8>>> {
    const TEXT: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];
    let extension = path.rsplit('.').next().unwrap_or_default();
    if path == "manifest.json" || !TEXT.contains(&extension) {
        return Ok(None);
    }
    let quality = match profile {
        Profile::Dev => 1,
        Profile::Release => 11,
    };
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, 24);
    writer.write_all(bytes)?;
    let smaller = writer.into_inner();
    Ok((smaller.len() < bytes.len()).then_some(smaller))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(module: &[u8]) -> wasm::Bundle {
        wasm::Bundle {
            files: Files::from([("app.js".to_owned(), b"fetch('app_bg.wasm')".to_vec()), ("app_bg.wasm".to_owned(), module.to_vec())]),
            parts: BTreeMap::from([("desk".to_owned(), vec!["split_desk.wasm".to_owned()])]),
        }
    }

    fn manifest(files: &Files) -> serde_json::Value {
        serde_json::from_slice(&files["manifest.json"]).unwrap()
    }

    #[test]
    fn the_manifest_names_files_that_are_there() {
        let files = name(bundle(b"module"), "body {}".to_owned());
        let manifest = manifest(&files);
        for asked in ["js", "wasm", "css"] {
            let path = manifest[asked].as_str().unwrap().trim_start_matches('/');
            assert!(files.contains_key(path), "{asked}: {path}");
        }
        let script = manifest["js"].as_str().unwrap();
        assert_eq!(manifest["parts"]["desk"][0], script.replace("app.js", "split_desk.wasm"));
    }

    #[test]
    fn a_change_of_any_part_changes_the_name_of_the_script() {
        let (first, other) = (name(bundle(b"module"), String::new()), name(bundle(b"other"), String::new()));
        assert_ne!(manifest(&first)["js"], manifest(&other)["js"]);
        assert_eq!(manifest(&first)["css"], manifest(&other)["css"]);
    }

    #[test]
    fn the_folder_holds_what_was_built_last_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("opsbeat-assets-{}", std::process::id()));
        let text = "body { color: red } ".repeat(40).into_bytes();
        write(&folder, Files::from([("assets/old.css".to_owned(), text.clone())]), Profile::Release).unwrap();
        write(&folder, Files::from([("assets/new.css".to_owned(), text)]), Profile::Release).unwrap();
        let mut found = Files::new();
        collect(&folder, "", &mut found).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.into_keys().collect::<Vec<_>>(), ["assets/new.css", "assets/new.css.br"]);
    }
}
