//! Passwords: hashed with argon2id away from the threads that answer, and judged before they are taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::invalid::{Code, Invalid, PasswordAdvice};
use tokio::sync::Semaphore;
use zxcvbn::{
    Score,
    feedback::{Suggestion, Warning},
};

use crate::{Error, Result, token};

/// Characters that a password has at least; what matters more is how well it is guessed.
const MIN: usize = 10;
/// Characters that are read of a password: a longer one only keeps us busy.
const MAX: usize = 200;
/// Hashes at a time: each takes its memory and a core.
const AT_ONCE: usize = 2;

/// How passwords are hashed and compared.
#[derive(Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of no password: what an unknown account is compared with, so that it takes as long.
    nobody: String,
    turns: Arc<Semaphore>,
    /// How often a password was compared: what a sign-in costs.
    compared: AtomicU64,
}

impl Passwords {
    /// 19 MiB, two passes, one lane: OWASP's password storage cheat sheet for argon2id.
    #[must_use]
    pub fn strong() -> Self {
        Self::with(19 * 1024, 2)
    }

    /// Next to nothing, for tests: they sign in hundreds of times.
    #[must_use]
    pub fn cheap() -> Self {
        Self::with(Params::MIN_M_COST, 1)
    }

    fn with(memory_kib: u32, passes: u32) -> Self {
        let params = Params::new(memory_kib, passes, 1, None).unwrap_or_default();
        let (m, t) = (params.m_cost(), params.t_cost());
        // A well-formed hash that no password has: comparing with it costs what a real one costs.
        let nobody = format!("$argon2id$v=19$m={m},t={t},p=1$b3BzYmVhdC1ub2JvZHk${}", "A".repeat(43));
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Self { argon2, nobody, turns: Arc::new(Semaphore::new(AT_ONCE)), compared: AtomicU64::new(0) }
    }

    /// The hash to keep.
    ///
    /// # Errors
    /// [`Error::Hashing`].
    pub async fn hash(&self, password: &str) -> Result<String> {
        let salt = token::random::<16>()?;
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.work(move || {
            let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|_| Error::Hashing)
        })
        .await?
    }

    /// Whether this is the password. Without a hash, because there is no such account or it has
    /// no password, it takes as long and says no.
    ///
    /// # Errors
    /// [`Error::Hashing`].
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        // Whatever is longer was never taken as a password.
        let known = hash.is_some() && password.chars().count() <= MAX;
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let password: String = password.chars().take(MAX).collect();
        let argon2 = self.argon2.clone();
        self.compared.fetch_add(1, Ordering::Relaxed);
        let same = self
            .work(move || {
                let hash = PasswordHash::new(&hash).map_err(|_| Error::Unreadable { what: "password hash" })?;
                Ok::<_, Error>(argon2.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(same && known)
    }

    /// How often a password was compared with a hash so far, that of nobody counted in.
    #[must_use]
    pub fn compared(&self) -> u64 {
        self.compared.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::Hashing)?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|_| Error::Hashing)
    }
}

/// Whether a password is good enough; `about` is what one would guess first: name, address, organisation.
///
/// # Errors
/// For the field: `Required`, `TooShort`, `TooLong`, `WeakPassword` with what would make it stronger.
pub(crate) fn judge(field: &str, password: &str, about: &[&str]) -> std::result::Result<(), Invalid> {
    let length = password.chars().count();
    let code = if length == 0 {
        Code::Required
    } else if length < MIN {
        Code::TooShort { min: MIN }
    } else if length > MAX {
        Code::TooLong { max: MAX }
    } else {
        match strength(password, about) {
            Ok(()) => return Ok(()),
            Err(advice) => Code::WeakPassword { advice },
        }
    };
    Err(Invalid::one(field, code))
}

fn strength(password: &str, about: &[&str]) -> std::result::Result<(), Vec<PasswordAdvice>> {
    let parts = about.iter().flat_map(|text| text.split([' ', '@', '.', '-', '_']));
    let joined: Vec<String> = about.iter().map(|text| text.split_whitespace().collect()).collect();
    let all = about.iter().copied().chain(parts).chain(joined.iter().map(String::as_str)).chain(["opsbeat"]);
    let words: Vec<&str> = all.filter(|word| word.chars().count() > 2).collect();
    let guessed = zxcvbn::zxcvbn(password, &words);
    if guessed.score() >= Score::Three {
        return Ok(());
    }
    let mut advice: Vec<PasswordAdvice> = Vec::new();
    if let Some(feedback) = guessed.feedback() {
        advice.extend(feedback.warning().map(of_warning));
        advice.extend(feedback.suggestions().iter().copied().map(of_suggestion));
    }
    advice.sort_unstable();
    advice.dedup();
    if advice.is_empty() {
        advice.push(PasswordAdvice::AddAnotherWord);
    }
    Err(advice)
}

fn of_warning(warning: Warning) -> PasswordAdvice {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => PasswordAdvice::AvoidKeyboardRows,
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => PasswordAdvice::AvoidRepeats,
        Warning::SequencesLikeAbcAreEasyToGuess => PasswordAdvice::AvoidSequences,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => PasswordAdvice::AvoidDates,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => PasswordAdvice::AvoidCommonPasswords,
        Warning::AWordByItselfIsEasyToGuess => PasswordAdvice::AddAnotherWord,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => PasswordAdvice::AvoidNames,
    }
}

fn of_suggestion(suggestion: Suggestion) -> PasswordAdvice {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => PasswordAdvice::UseAFewWords,
        Suggestion::AddAnotherWordOrTwo => PasswordAdvice::AddAnotherWord,
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase
        | Suggestion::ReversedWordsArentMuchHarderToGuess
        | Suggestion::PredictableSubstitutionsDontHelpVeryMuch => PasswordAdvice::AvoidPredictableSubstitutions,
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => PasswordAdvice::AvoidKeyboardRows,
        Suggestion::AvoidRepeatedWordsAndCharacters => PasswordAdvice::AvoidRepeats,
        Suggestion::AvoidSequences => PasswordAdvice::AvoidSequences,
        Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => PasswordAdvice::AvoidDates,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        for passwords in [Passwords::cheap(), Passwords::strong()] {
            let hash = passwords.hash("violet-harbour").await.unwrap();
            assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
            assert!(passwords.verify("violet-harbour", Some(&hash)).await.unwrap());
            assert!(!passwords.verify("violet-harbor", Some(&hash)).await.unwrap());
            assert_ne!(passwords.hash("violet-harbour").await.unwrap(), hash, "the salt differs");
        }
    }

    #[tokio::test]
    async fn an_unknown_account_costs_what_a_known_one_does() {
        for passwords in [Passwords::cheap(), Passwords::strong()] {
            let known = passwords.hash("violet-harbour").await.unwrap();
            let (known, nobody) = (PasswordHash::new(&known).unwrap(), PasswordHash::new(&passwords.nobody).unwrap());
            assert_eq!(Params::try_from(&known).unwrap(), Params::try_from(&nobody).unwrap());
            assert_eq!(known.algorithm, nobody.algorithm);
            assert_eq!(known.hash.map(|hash| hash.len()), nobody.hash.map(|hash| hash.len()));
            assert!(!passwords.verify("violet-harbour", None).await.unwrap());
        }
    }

    #[test]
    fn strong_means_what_the_cheat_sheet_says() {
        let params = Passwords::strong();
        let params = params.argon2.params();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19 * 1024, 2, 1));
    }

    #[test]
    fn a_long_sentence_is_fine_and_a_common_word_is_not() {
        judge("password", "violet harbour crane", &[]).unwrap();
        for (password, advice) in [
            ("qwertyuiop", PasswordAdvice::AvoidCommonPasswords),
            ("aaaaaaaaaaaa", PasswordAdvice::AvoidRepeats),
            ("abcdefghijklm", PasswordAdvice::AvoidSequences),
        ] {
            let invalid = judge("password", password, &[]).unwrap_err();
            let Some(Code::WeakPassword { advice: given }) = invalid.of("password") else { panic!("{password}") };
            assert!(given.contains(&advice), "{password}: {given:?}");
        }
        let endless = "violet harbour ".repeat(20);
        assert_eq!(judge("new", &endless, &[]).unwrap_err().of("new"), Some(&Code::TooLong { max: 200 }));
    }
}
