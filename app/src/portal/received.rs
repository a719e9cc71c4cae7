//! A form with files as it arrives: fields are gathered, files go to the store as they stream in.

use std::collections::HashMap;
use std::sync::Arc;

use domain::form::{FieldKind, Form};
use domain::id::AttachmentId;
use domain::invalid::Invalid;
use domain::permit::Actor;
use domain::ticket::view::AttachmentRef;
use leptos::server_fn::codec::MultipartData;
use store::Store;
use store::people::Among;

use crate::error::AppError;
use crate::ui::files::kept_name;
use crate::visit::{Visit, fail, keep_typed, signed_in};

/// Bytes that the fields of one form may have together, its files aside: they are held in memory, and wait in the session when the
/// form is refused. A long text in the widest encoding fits.
const TEXT_LIMIT: usize = 512 * 1024;
/// What a field costs beside its own bytes, so that a form cannot have any number of empty ones.
const FIELD_COST: usize = 64;

/// How much text a form may still have.
pub struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(TEXT_LIMIT)
    }
}

impl Room {
    /// The text of one more field of this name, of which nothing has come yet.
    ///
    /// # Errors
    /// `TooLarge` when there is no room for it.
    pub fn text(&mut self, name: &str) -> Result<Text<'_>, AppError> {
        self.spend(FIELD_COST + name.len())?;
        Ok(Text { room: self, bytes: Vec::new() })
    }

    fn spend(&mut self, bytes: usize) -> Result<(), AppError> {
        self.0 = self.0.checked_sub(bytes).ok_or(AppError::TooLarge { limit: TEXT_LIMIT as u64 })?;
        Ok(())
    }
}

/// A field's text as it comes in.
pub struct Text<'r> {
    room: &'r mut Room,
    bytes: Vec<u8>,
}

impl Text<'_> {
    /// More of it has come.
    ///
    /// # Errors
    /// `TooLarge` as soon as there is no room for it.
    pub fn push(&mut self, more: &[u8]) -> Result<(), AppError> {
        self.room.spend(more.len())?;
        self.bytes.extend_from_slice(more);
        Ok(())
    }

    /// All of it, but for U+0000: nobody types it, and PostgreSQL keeps no text with it.
    #[must_use]
    pub fn end(self) -> String {
        String::from_utf8_lossy(&self.bytes).replace('\0', "")
    }
}

/// A file's name as its owner wrote it: browsers send a quote and the ends of lines in it as `%22`, `%0D` and `%0A`, and nothing else
/// (HTML, *multipart/form-data encoding algorithm*).
fn as_named(sent: &str) -> String {
    sent.replace("%22", "\"").replace("%0D", "").replace("%0A", " ")
}

/// The fields and the files of a form.
pub struct Received {
    /// Names and values; an uploaded file is in it by its id.
    pub fields: Vec<(String, String)>,
    /// The files that came with this request.
    pub files: Vec<AttachmentRef>,
    /// What is wrong with files that were refused.
    refused: Invalid,
}

impl Received {
    /// Reads the form to its end. What was typed is remembered for the case that it comes back, with the files that are kept.
    ///
    /// # Errors
    /// `Malformed` when it breaks off, `TooLarge` when its fields are; those of the store, but for refused files.
    pub async fn read(visit: &Visit, actor: &Actor, data: MultipartData) -> Result<Self, AppError> {
        let mut parts = data.into_inner().ok_or(AppError::Malformed)?;
        let mut room = Room::default();
        let mut received = Self { fields: Vec::new(), files: Vec::new(), refused: Invalid::default() };
        while let Some(mut part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(as_named) else {
                let mut text = room.text(&name)?;
                while let Some(more) = part.chunk().await.map_err(|_| AppError::Malformed)? {
                    text.push(&more)?;
                }
                let text = text.end();
                received.fields.push((name, text));
                continue;
            };
            // A file field that was left empty.
            if file_name.is_empty() {
                continue;
            }
            match store::files::receive(&visit.store, actor, &name, &file_name, part).await {
                Ok(file) => received.keep(name, file),
                Err(store::Error::Invalid(invalid)) => received.refused.extend(invalid),
                Err(error) => return Err(fail(error)),
            }
        }
        keep_typed(received.fields.clone());
        Ok(received)
    }

    /// As [`signed_in`]; of a form that nobody may send, the text is kept for the case that its sender signs in again. Its files are
    /// thrown away as they come.
    ///
    /// # Errors
    /// `SignedOut` when nobody is signed in.
    pub async fn signed_in(data: MultipartData) -> Result<(Visit, Arc<Actor>, MultipartData), AppError> {
        let refused = match signed_in() {
            Ok((visit, actor)) => return Ok((visit, actor, data)),
            Err(refused) => refused,
        };
        let Some(mut parts) = data.into_inner() else { return Err(refused) };
        let mut room = Room::default();
        let mut fields = Vec::new();
        while let Ok(Some(mut part)) = parts.next_field().await {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let mut text = room.text(&name)?;
            while let Some(more) = part.chunk().await.map_err(|_| AppError::Malformed)? {
                if !is_file {
                    text.push(&more)?;
                }
            }
            if !is_file {
                fields.push((name, text.end()));
            }
        }
        keep_typed(fields);
        Err(refused)
    }

    fn keep(&mut self, name: String, file: AttachmentRef) {
        let described = serde_json::to_string(&file).unwrap_or_default();
        self.fields.push((kept_name(&name), described));
        self.fields.push((name, file.id.to_string()));
        self.files.push(file);
    }

    /// The first value of a field.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The ids under `files`: those that belong to no question.
    #[must_use]
    pub fn loose_files(&self) -> Vec<AttachmentId> {
        self.fields.iter().filter(|(name, _)| name == "files").filter_map(|(_, id)| id.parse().ok()).collect()
    }

    /// What was typed into the questions, by their keys.
    #[must_use]
    pub fn answers(&self) -> HashMap<String, Vec<String>> {
        super::request_form_page::answers(&self.fields)
    }

    /// Adds what is wrong with the files to the outcome of the rest, so that all of it is told at once.
    ///
    /// # Errors
    /// `Invalid` when a file was refused, or the rest is wrong.
    pub fn check(&self, rest: Result<(), Invalid>) -> Result<(), AppError> {
        let mut invalid = rest.err().unwrap_or_default();
        invalid.extend(self.refused.clone());
        invalid.or(()).map_err(Into::into)
    }
}

/// Puts ids where people were typed by name or address. Whom nobody knows, or several people could be, stays as it was
/// typed, and is refused by the form.
///
/// # Errors
/// Those of the store.
pub async fn name_people(
    store: &Store,
    actor: &Actor,
    form: &Form,
    answers: &mut HashMap<String, Vec<String>>,
) -> Result<(), store::Error> {
    for field in form.fields.iter().filter(|field| field.kind == FieldKind::Person) {
        for typed in answers.get_mut(&field.key).into_iter().flatten() {
            // A number is what the field sends of who was named before.
            if typed.trim().parse::<i64>().is_err()
                && let Some(person) = store::people::meant(store, actor, typed, Among::all_for(actor)).await?
            {
                *typed = person.to_string();
            }
        }
    }
    Ok(())
}
