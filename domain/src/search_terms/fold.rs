//! Letters that people take for the same, made the same. A part of what NFKC
//! does, chosen for the texts at hand: no table of all of Unicode is carried
//! into the browser for it.

/// The folded form of a character: none, one or several.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    let compatible = match c {
        '\u{3000}' => ' ',
        // Full-width ASCII stands at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let (spelt, lower) = match expansion(compatible) {
        Some(letters) => (Some(letters), None),
        None => (None, Some(compatible.to_lowercase().filter(|&c| !is_combining(c)).flat_map(base))),
    };
    spelt.into_iter().flat_map(str::chars).chain(lower.into_iter().flatten())
}

/// Characters that are written out as several.
const fn expansion(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ĳ' | 'Ĳ' => "ij",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        _ => return None,
    })
}

/// Accents that follow their letter: a text may come with `é` as two characters.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}')
}

/// A lower-case Latin letter without its accent, as many people type it.
fn base(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    })
}

/// Whether a character belongs to a script that is written without spaces.
pub(super) const fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}'       // iteration marks, closing mark, zero
        | '\u{3041}'..='\u{30ff}'     // kana
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'     // ideographs, extension A
        | '\u{4e00}'..='\u{9fff}'     // ideographs
        | '\u{ac00}'..='\u{d7a3}'     // hangul: spaces part phrases, not words
        | '\u{f900}'..='\u{faff}'     // compatibility ideographs
        | '\u{ff66}'..='\u{ff9f}'     // half-width kana
        | '\u{20000}'..='\u{3ffff}'   // the further extensions
    )
}
