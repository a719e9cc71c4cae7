//! The dependency rule: which crate may know which. Read from `cargo tree`, so that it holds for what is pulled in unseen as well.

use anyhow::{Result, bail};

use crate::command;
use crate::wasm;
use crate::workspace::Workspace;

struct Rule {
    says: &'static str,
    /// What to pass to `cargo tree`.
    tree: &'static [&'static str],
    without: &'static [&'static str],
}

const RULES: [Rule; 5] = [
    Rule {
        says: "the browser's build of `app` holds no database, no runtime and no password hashing",
        tree: &["--package", "app", "--no-default-features", "--features", "hydrate", "--target", wasm::TARGET],
        without: &["sea-orm", "sqlx", "sqlx-core", "tokio", "argon2", "store", "migrations", "server"],
    },
    Rule {
        says: "`domain` is pure",
        tree: &["--package", "domain"],
        without: &["sea-orm", "sqlx", "tokio", "axum", "leptos", "rand", "store", "migrations", "app", "server"],
    },
    Rule {
        says: "`migrations` knows sea-orm-migration alone",
        tree: &["--package", "migrations"],
        without: &["domain", "store", "app", "server", "leptos", "axum"],
    },
    Rule { says: "`store` knows nothing of what people see", tree: &["--package", "store"], without: &["app", "server", "leptos", "axum"] },
    Rule {
        says: "`xtask` knows none of the crates that it builds",
        tree: &["--package", "xtask"],
        without: &["domain", "store", "migrations", "app", "server"],
    },
];

/// Fails with every rule that is broken and by what.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut broken = Vec::new();
    for rule in RULES {
        let mut cargo = workspace.cargo();
        cargo.args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"]).args(rule.tree);
        let tree = command::output(&mut cargo)?;
        let found = forbidden(&tree, rule.without);
        if !found.is_empty() {
            broken.push(format!("{}: found {}", rule.says, found.join(", ")));
        }
    }
    if !broken.is_empty() {
        bail!("{}", broken.join("\n"));
    }
    Ok(())
}

/// Those of `without` that a tree names; each of its lines is `name version (...)`.
fn forbidden<'a>(tree: &str, without: &[&'a str]) -> Vec<&'a str> {
    without.iter().copied().filter(|name| tree.lines().any(|line| line.split(' ').next() == Some(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_found_by_its_whole_name() {
        let tree = "app v0.1.0 (app)\ntokio-util v0.7.0\nsqlx v0.9.0 (*)";
        assert_eq!(forbidden(tree, &["tokio", "sqlx"]), ["sqlx"]);
    }
}
