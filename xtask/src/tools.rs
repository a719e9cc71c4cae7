//! Programs that cargo does not bring: found, installed when we may, or else named with the command to type.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::workspace::Workspace;

/// Something from the system's package manager.
struct Package {
    /// What people call it.
    name: &'static str,
    /// Debian's and Ubuntu's names.
    packages: &'static [&'static str],
    is_present: fn() -> bool,
}

const NODE: Package = Package {
    name: "Node.js 18 or newer with npm",
    packages: &["nodejs", "npm"],
    is_present: || node_major().is_some_and(|major| major >= 18) && find("npm").is_some(),
};
const POSTGRES: Package = Package { name: "PostgreSQL", packages: &["postgresql"], is_present: || postgres_folder().is_some() };
const CHROMIUM: Package = Package { name: "Chromium", packages: &["chromium"], is_present: || chromium_program().is_some() };
const ALERTMANAGER: Package =
    Package { name: "Prometheus Alertmanager", packages: &["prometheus-alertmanager"], is_present: has_alertmanager };
const CHINESE_FONT: Package = Package {
    name: "a Chinese font",
    packages: &["fontconfig", "fonts-noto-cjk"],
    is_present: || command::output(Command::new("fc-list").args([":lang=zh", "family"])).is_ok_and(|fonts| !fonts.is_empty()),
};

/// The folder of PostgreSQL's server programs, installed when missing.
pub fn postgres() -> Result<PathBuf> {
    ensure(&POSTGRES)?;
    postgres_folder().context("PostgreSQL was installed, but `initdb` is not in /usr/lib/postgresql/*/bin")
}

/// The Alertmanager that a test sends alerts through, installed when missing.
pub fn alertmanager() -> Result<()> {
    ensure(&ALERTMANAGER)
}

/// Whether a test would find it.
pub fn has_alertmanager() -> bool {
    ["prometheus-alertmanager", "alertmanager"].into_iter().any(|program| find(program).is_some())
}

/// A browser for the end-to-end tests, installed when missing; `None` when it is Playwright's own.
pub fn chromium(playwright: &Path) -> Result<Option<PathBuf>> {
    let installed = ensure(&CHROMIUM);
    if ensure(&CHINESE_FONT).is_err() {
        eprintln!("warning: without a Chinese font the screenshots in Chinese show boxes: sudo apt-get install fonts-noto-cjk");
    }
    if let Some(program) = chromium_program() {
        return Ok(Some(program));
    }
    // Ubuntu has Chromium as a snap alone, which does not start in a container.
    eprintln!("No Chromium from the system's packages: trying Playwright's own.");
    match command::run(Command::new("node").arg(playwright).args(["install", "--with-deps", "chromium"])) {
        Ok(()) => Ok(None),
        Err(error) => Err(installed.err().unwrap_or(error)),
    }
}

/// Node.js, installed when missing.
pub fn node() -> Result<()> {
    ensure(&NODE)
}

/// Node's packages of a folder with a lock file, installed by npm when they are not what the lock says.
pub fn node_packages(folder: &Path) -> Result<()> {
    ensure(&NODE)?;
    npm_ci(folder)
}

/// npm's wasm-opt, installed when missing. Its absence costs download size and nothing else, so it never stops a build.
pub fn wasm_opt(workspace: &Workspace) -> Option<PathBuf> {
    match ensure(&NODE).and_then(|()| install_binaryen(workspace)) {
        Ok(program) => Some(program),
        Err(error) => {
            eprintln!("note: the browser's code stays larger than it could be, because wasm-opt is not to be had: {error:#}");
            None
        }
    }
}

/// Beside the built files rather than in the checkout: it is large, and there it serves every checkout.
fn install_binaryen(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("opsbeat-assets/npm");
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(workspace.root.join("xtask/npm").join(file), folder.join(file))?;
    }
    npm_ci(&folder)?;
    Ok(folder.join("node_modules/binaryen/bin/wasm-opt"))
}

fn npm_ci(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error"]);
    // Playwright's browser is a download of its own, which is made only when the system has none.
    npm.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command::run(&mut npm).with_context(|| {
        format!("npm's packages could not be downloaded. Check the network, then type `npm ci` in {}", folder.display())
    })?;
    Ok(fs::write(installed, lock)?)
}

fn ensure(package: &Package) -> Result<()> {
    ensure_with(package, || Some(Apt::usable()?.installer()))
}

/// Installs what is missing by what `installer` gives, if it gives anything.
fn ensure_with<I>(package: &Package, installer: impl FnOnce() -> Option<I>) -> Result<()>
where
    I: Fn(&[&str]) -> Result<()>,
{
    if (package.is_present)() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get install {}", package.packages.join(" "));
    let Some(install) = installer() else {
        bail!("{} is missing. Type `{by_hand}`, or install it in another way, and try again", package.name);
    };
    eprintln!("{} is missing: installing {}.", package.name, package.packages.join(", "));
    install(package.packages)
        .with_context(|| format!("{} is missing and could not be installed. Check the network, then type `{by_hand}`", package.name))?;
    if !(package.is_present)() {
        bail!("{} is still missing after installing {}. Install it by hand and try again", package.name, package.packages.join(", "));
    }
    Ok(())
}

/// apt-get, when it is there and we may use it without being asked for a password.
struct Apt {
    sudo: bool,
}

impl Apt {
    fn usable() -> Option<Self> {
        find("apt-get")?;
        if is_root() {
            return Some(Self { sudo: false });
        }
        command::succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Self { sudo: true })
    }

    fn installer(self) -> impl Fn(&[&str]) -> Result<()> {
        move |packages| self.install(packages)
    }

    fn install(&self, packages: &[&str]) -> Result<()> {
        static UPDATED: OnceLock<()> = OnceLock::new();
        if UPDATED.get().is_none() {
            command::run(self.command().args(["update", "--quiet"]))?;
            UPDATED.get_or_init(|| ());
        }
        command::run(self.command().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
    }

    fn command(&self) -> Command {
        let mut words = if self.sudo { vec!["sudo", "-n"] } else { Vec::new() };
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    }
}

pub fn is_root() -> bool {
    command::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// A program on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn node_major() -> Option<u32> {
    find("node")?;
    let version = command::output(Command::new("node").arg("--version")).ok()?;
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// The first that starts: Ubuntu's `chromium-browser` without its snap is a script that only says so.
fn chromium_program() -> Option<PathBuf> {
    let programs = ["chromium", "chromium-browser", "google-chrome"].into_iter().filter_map(find);
    programs.into_iter().find(|program| command::succeeds(Command::new(program).arg("--version")))
}

/// The newest version of Debian's, or else where `initdb` is found on the search path.
fn postgres_folder() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let newest = versions.filter(|bin| bin.join("initdb").is_file()).max_by_key(|bin| major_version(bin));
    newest.or_else(|| find("initdb")?.parent().map(Path::to_owned))
}

fn major_version(bin: &Path) -> Option<u32> {
    bin.parent()?.file_name()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const NEVER: Package = Package { name: "A stopwatch", packages: &["stopwatch", "stopwatch-data"], is_present: || false };
    const ALWAYS: Package = Package { name: "A stopwatch", packages: &["stopwatch"], is_present: || true };

    type Installer = fn(&[&str]) -> Result<()>;

    fn said(result: Result<()>) -> String {
        format!("{:#}", result.unwrap_err())
    }

    #[test]
    fn what_is_there_is_not_installed() {
        ensure_with::<Installer>(&ALWAYS, || unreachable!("nobody asks for an installer")).unwrap();
    }

    #[test]
    fn what_may_not_be_installed_is_named_in_one_line_with_the_command() {
        let told = said(ensure_with::<Installer>(&NEVER, || None));
        assert!(told.contains("A stopwatch is missing. Type `sudo apt-get install stopwatch stopwatch-data`"), "{told}");
        assert_eq!(told.lines().count(), 1);
    }

    #[test]
    fn a_failed_download_says_what_failed_and_what_to_do() {
        let told = said(ensure_with(&NEVER, || Some(|_: &[&str]| bail!("no route to the packages"))));
        for part in ["could not be installed", "Check the network", "sudo apt-get install stopwatch", "no route to the packages"] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn everything_that_belongs_to_it_is_installed_and_then_looked_for_again() {
        let installed = RefCell::new(Vec::new());
        let install = |packages: &[&str]| {
            installed.borrow_mut().extend(packages.iter().map(ToString::to_string));
            Ok(())
        };
        assert!(said(ensure_with(&NEVER, || Some(install))).contains("is still missing after installing stopwatch, stopwatch-data"));
        assert_eq!(installed.into_inner(), ["stopwatch", "stopwatch-data"]);
    }
}
