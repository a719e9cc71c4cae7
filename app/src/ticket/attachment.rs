//! Files of a message.

use domain::id::AttachmentId;
use domain::ticket::view::AttachmentRef;
use leptos::prelude::*;

use crate::ui::Icon;

/// Where a file is served; the server checks who asks.
#[must_use]
pub fn address(file: AttachmentId) -> String {
    format!("/files/{file}")
}

/// A size in the unit that has two or three digits of it: `214 kB`, `1.2 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    // Whole numbers, because what prints broken ones is larger than the rest of a page.
    let rounded = |unit: u64| bytes.saturating_add(unit / 2) / unit;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..999_500 => format!("{} kB", rounded(1_000)),
        999_500..9_950_000 => format!("{}.{} MB", rounded(100_000) / 10, rounded(100_000) % 10),
        _ => format!("{} MB", rounded(1_000_000)),
    }
}

/// The files, each a link; nothing when there are none. Pictures are shown small.
#[component]
pub fn Attachments(files: Vec<AttachmentRef>) -> impl IntoView {
    (!files.is_empty()).then(|| {
        let files = files.into_iter().map(|file| view! { <li><Attachment file /></li> }).collect_view();
        view! { <ul class="attachments">{files}</ul> }
    })
}

#[component]
fn Attachment(file: AttachmentRef) -> impl IntoView {
    let href = address(file.id);
    let picture = matches!(file.media_type.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let mark = if picture {
        view! { <img src=href.clone() alt="" width="56" height="40" loading="lazy" /> }.into_any()
    } else {
        view! { <Icon name="type-file" /> }.into_any()
    };
    view! {
        <a class="attachment" href=href target="_blank" rel="external noopener">
            {mark}
            <span class="attachment-name">
                <b>{file.name}</b>
                <small>{size(file.size)}</small>
            </span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_told_in_the_unit_that_reads_best() {
        let told: Vec<String> = [0, 999, 1_000, 213_900, 999_499, 999_500, 1_240_000, 12_400_000].map(size).to_vec();
        assert_eq!(told, ["0 B", "999 B", "1 kB", "214 kB", "999 kB", "1.0 MB", "1.2 MB", "12 MB"]);
    }
}
