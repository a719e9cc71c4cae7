//! What is known of words: which say nothing, which mean the same, and what a word is without its ending.

/// Words that say nothing about what somebody needs, as folded texts have them; what an apostrophe leaves behind is among them.
const SMALL: &[&str] = &[
    "a", "about", "again", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "broken", "but", "by", "can", "cannot",
    "could", "d", "did", "didn", "do", "does", "doesn", "doing", "don", "for", "from", "get", "gets", "getting", "had", "has", "have",
    "hello", "help", "hi", "how", "i", "if", "in", "is", "isn", "issue", "it", "its", "just", "ll", "m", "me", "my", "need", "needs",
    "new", "no", "not", "of", "on", "or", "our", "please", "problem", "problems", "re", "s", "so", "some", "t", "that", "the", "their",
    "there", "this", "to", "up", "us", "ve", "very", "want", "was", "we", "what", "when", "where", "which", "why", "will", "with", "won",
    "work", "working", "works", "would", "you", "your", "我", "你", "您", "的", "了", "很", "是", "吗", "呢", "吧", "啊", "在", "有", "不",
    "没", "个", "请", "要", "想", "怎", "么", "这", "那", "和", "也", "都", "被", "把", "给", "坏", "新",
];

/// Characters that say something in a word, but little alone.
const LONE: &str = "上下到来去会能用人好出大小里中开一台家";

/// What people call the same thing. Several words of one row are one thing; the unparted ones are looked for as a whole.
const SAME: &[&[&str]] = &[
    &["computer", "laptop", "pc", "notebook", "desktop", "macbook", "workstation", "电脑", "笔记本", "计算机", "台式机"],
    &["phone", "mobile", "smartphone", "cellphone", "iphone", "手机", "电话"],
    &["email", "mail", "outlook", "mailbox", "inbox", "邮箱", "邮件"],
    &["monitor", "screen", "display", "显示器", "屏幕", "显示屏"],
    &["password", "passcode", "login", "logon", "signin", "sign", "log", "locked", "密码", "登录", "登陆", "口令"],
    &["printer", "print", "printout", "打印机", "打印"],
    &["wifi", "wireless", "wlan", "无线"],
    &["internet", "network", "lan", "网络", "上网", "断网"],
    &["vpn", "remote", "远程"],
    &["headset", "headphones", "earphones", "耳机"],
    &["access", "permission", "rights", "权限"],
    &["software", "application", "app", "program", "软件", "应用"],
    &["account", "user", "账号", "账户", "帐号"],
    &["scanner", "scan", "扫描枪", "扫描仪", "扫描"],
    &["invoice", "bill", "发票"],
    &["slow", "slowly", "sluggish", "慢", "卡顿"],
];

/// How a service is called that is for everything else.
const ANYTHING_ELSE: &[&str] = &["something else", "anything else", "other", "general", "其他", "其它", "通用", "一般"];

pub(super) fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// Whether it is a single character that says too little.
pub(super) fn is_lone(piece: &str) -> bool {
    piece.chars().count() == 1 && LONE.contains(piece)
}

/// The row that this word is in; empty for one that means itself alone.
pub(super) fn same(word: &str) -> &'static [&'static str] {
    SAME.iter().find(|row| row.iter().any(|other| stem(other) == stem(word))).copied().unwrap_or_default()
}

/// The words of the rows that are of several characters in a script without spaces, the longest first.
pub(super) fn unparted() -> impl Iterator<Item = &'static str> {
    let of = |length: usize| {
        let words = SAME.iter().flat_map(|row| row.iter().copied());
        words.filter(move |word| !word.is_ascii() && word.chars().count() == length)
    };
    of(3).chain(of(2))
}

/// The words of the rows that spaces part.
pub(super) fn parted() -> impl Iterator<Item = &'static str> {
    SAME.iter().flat_map(|row| row.iter().copied()).filter(|word| word.is_ascii())
}

/// Whether a service of this name, folded, is the one for everything that is nothing else.
pub(super) fn is_anything_else(en: &str, zh: &str) -> bool {
    let is_called = |name: &str, other: &str| {
        name.strip_prefix(other).is_some_and(|rest| !other.is_ascii() || !rest.starts_with(char::is_alphanumeric))
    };
    ANYTHING_ELSE.iter().any(|other| is_called(en, other) || is_called(zh, other))
}

/// A word without the commonest endings of English, so that `printers`, `printing` and `print` are one.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    // Three letters must be left: `ring` and `bus` are no forms of anything.
    let without = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= 3);
    if let Some(rest) = without("ing").or_else(|| without("ed")) {
        let letters = rest.as_bytes();
        // `plugged` is of `plug`, though `calling` is of `call`.
        return match letters {
            [.., before, last] if before == last && !matches!(last, b'l' | b's') => rest.get(..rest.len() - 1).unwrap_or(rest),
            _ => rest.strip_suffix('e').filter(|short| short.len() >= 3).unwrap_or(rest),
        };
    }
    if word.ends_with("ss") {
        return word;
    }
    let rest = without("s").unwrap_or(word);
    rest.strip_suffix('e').filter(|short| short.len() >= 3).unwrap_or(rest)
}
