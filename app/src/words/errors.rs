//! What errors say: what happened, and what to do now.

use domain::invalid::{Code, PasswordAdvice};
use domain::locale::Locale;
use domain::servicenow::Fault;
use domain::ticket::IllegalMove;
use domain::time::Timestamp;

use crate::error::AppError;
use crate::reader::{clock, locale};

pub struct Words {
    pub request_id: &'static str,
}

pub const EN: Words = Words { request_id: "If you ask for help, give this number:" };
pub const ZH: Words = Words { request_id: "求助时请提供此编号：" };

/// What happened, in a few words.
#[must_use]
pub fn title(error: &AppError) -> String {
    let pick = |en: &str, zh: &str| pick(en, zh);
    match error {
        AppError::NotFound => pick("This page does not exist", "此页面不存在"),
        AppError::Invalid { invalid } if invalid.fields.len() == 1 => pick("One answer needs another look", "有一处需要修改"),
        AppError::Invalid { invalid } => match locale() {
            Locale::En => format!("{} answers need another look", invalid.fields.len()),
            Locale::Zh => format!("有 {} 处需要修改", invalid.fields.len()),
        },
        AppError::IllegalMove { .. } => pick("That cannot be done in the present state", "当前状态下不能这样做"),
        AppError::Conflict => pick("Somebody else changed this meanwhile", "其他人刚刚修改了此内容"),
        AppError::InUse { .. } => pick("It is still needed", "仍在使用中"),
        AppError::LastAdministrator => pick("Nobody would be left to administer", "将没有人可以管理"),
        AppError::Oneself => pick("This is your own account", "这是您自己的账号"),
        AppError::Throttled { .. } => pick("Too many attempts", "尝试次数过多"),
        AppError::WrongCredentials => pick("E-mail address and password do not match", "邮箱地址与密码不匹配"),
        AppError::DeadLink => pick("This link no longer works", "此链接已失效"),
        AppError::SignedOut => pick("You are not signed in any more", "您已退出登录"),
        AppError::TooLarge { .. } => pick("That is too large", "内容过大"),
        AppError::Unavailable { .. } => pick("The database cannot be reached right now", "暂时无法连接数据库"),
        AppError::NotKept { .. } => pick("The server has no room for this right now", "服务器暂时没有空间保存"),
        AppError::Malformed => pick("That request could not be read", "无法读取该请求"),
        AppError::FromElsewhere => pick("This form was sent from another site", "此表单来自其他网站"),
        AppError::Internal { .. } => pick("Something went wrong on our side", "我们这边出了问题"),
        AppError::Offline => pick("No connection to the server", "无法连接服务器"),
    }
}

/// What was kept and what to do now.
#[must_use]
pub fn advice(error: &AppError) -> String {
    match error {
        AppError::NotFound => pick(
            "Perhaps it was moved or deleted, or it is not meant for your account. Check the address, or start from the first page.",
            "可能已被移动或删除，或者您的账号无权查看。请检查网址，或从首页开始。",
        ),
        AppError::Invalid { invalid } if invalid.fields.iter().any(|field| is_file_refused(&field.code)) => pick(
            "What you typed is still here. A file that was refused is not: choose another one, or send the form without it.",
            "您填写的内容仍在，但被拒绝的文件没有保留：请选择其他文件，或不带文件发送。",
        ),
        AppError::Invalid { .. } => pick("Nothing is lost: what you typed is still here.", "您填写的内容都已保留。"),
        AppError::IllegalMove { illegal } => illegal_move(illegal),
        AppError::Conflict => pick("Your text is kept. Look at what changed, then save again.", "您的文字已保留。请查看变化后再次保存。"),
        AppError::InUse { by } => still_used(by),
        AppError::LastAdministrator => pick("Give the role of administrator to somebody else first.", "请先将管理员角色授予其他人。"),
        AppError::Oneself => pick("Ask another administrator to disable it.", "请让其他管理员停用。"),
        AppError::Throttled { until } => throttled(*until),
        AppError::WrongCredentials => pick("Check both and try again. Capitals matter in the password.", "请检查后重试。密码区分大小写。"),
        AppError::DeadLink => pick(
            "It has been used already, or it is too old. Ask whoever sent it for a new one.",
            "该链接已被使用或已过期。请联系发送者重新获取。",
        ),
        AppError::SignedOut => pick(
            "What you typed is still here. Sign in again, come back to this page, and send it once more.",
            "您填写的内容仍在。请重新登录，然后回到此页面再次发送。",
        ),
        AppError::TooLarge { limit } => too_large(*limit),
        AppError::Unavailable { .. }
        | AppError::NotKept { .. }
        | AppError::FromElsewhere
        | AppError::Malformed
        | AppError::Internal { .. }
        | AppError::Offline => of_the_house(error),
    }
}

/// As [`advice`], where the cause is not what was asked for but the server, or the way to it.
fn of_the_house(error: &AppError) -> String {
    match error {
        AppError::Unavailable { .. } => pick(
            "Nothing of yours was lost. We keep trying; load this page again in a minute.",
            "您的内容没有丢失。系统正在重试，请一分钟后刷新页面。",
        ),
        AppError::NotKept { .. } => pick(
            "Nothing was changed, and what you typed is still in the form, one step back at most. Tell your administrator that the disk \
             is full, and send it again later.",
            "没有任何更改，您填写的内容仍在表单中（最多返回一步）。请告知管理员磁盘已满，稍后重新发送。",
        ),
        AppError::FromElsewhere => pick(
            "Nothing was changed. If you meant to do this, open the page here and send the form again.",
            "没有任何更改。如果这是您本人的操作，请在本站打开该页面后重新提交。",
        ),
        AppError::Malformed => pick("Go back, load the page again and repeat what you did.", "请返回并刷新页面，然后重试。"),
        AppError::Offline => {
            pick("What you typed is still here. Check the network and send it again.", "您填写的内容仍在。请检查网络后重新发送。")
        }
        _ => pick(
            "It has been written down. Try again; if it happens again, tell your administrator.",
            "问题已被记录。请重试；如再次出现，请告知管理员。",
        ),
    }
}

fn still_used(by: &str) -> String {
    match by {
        "services" => {
            pick("Services still belong to it. Give them to another first, or archive them.", "仍有服务属于它。请先转给其他团队或归档。")
        }
        "steps" => pick("A step of an escalation still names it. Change that first.", "仍有升级步骤引用它。请先修改该步骤。"),
        "tickets" => pick("It still has open tickets. Hand them over or resolve them first.", "仍有未完成的工单。请先移交或解决。"),
        _ => pick("Somebody still holds it. Take it back first.", "仍有人持有。请先收回。"),
    }
}

fn throttled(until: Timestamp) -> String {
    let at = clock().time(until);
    match locale() {
        Locale::En => format!("For safety, wait until {at} and try again."),
        Locale::Zh => format!("为了安全，请在 {at} 之后重试。"),
    }
}

fn too_large(limit: u64) -> String {
    let most = match limit / (1024 * 1024) {
        0 => format!("{} kB", limit / 1024),
        mb => format!("{mb} MB"),
    };
    match locale() {
        Locale::En => format!(
            "At most {most} can be sent at once. What you typed is still in the form, one step back at most: leave out a file or shorten \
             the text, and send it again."
        ),
        Locale::Zh => format!("每次最多可发送 {most}。您填写的内容仍在表单中（最多返回一步），请减少文件或缩短文字后重新发送。"),
    }
}

fn illegal_move(illegal: &IllegalMove) -> String {
    let clock = &clock();
    let at = |en: &str, zh: &str, moment: Timestamp| pick(en, zh).replace("{at}", &clock.full(moment));
    match illegal {
        IllegalMove::NotFrom { .. } => {
            pick("The ticket has moved on. Look at its present state and choose again.", "工单状态已变化，请查看当前状态后重新选择。")
        }
        IllegalMove::NobodyAssigned => pick(
            "Nobody answers for it yet. Take it, or give it to somebody, and then begin.",
            "目前无人负责。请先领取或指派他人，再开始处理。",
        ),
        IllegalMove::NeedsADate => pick("Say until when it waits: a moment that lies ahead.", "请填写等待到何时，须为将来的时间。"),
        IllegalMove::TooEarly { until } => {
            at("It waits until {at}. Until then, take it up by hand.", "等待至 {at}。在此之前可手动继续。", *until)
        }
        IllegalMove::Merged { into } => {
            pick("It is part of ticket #{into} now. Go on there.", "此工单已合并至 #{into}，请在该工单中继续。")
                .replace("{into}", &into.to_string())
        }
        IllegalMove::TooLateToReopen { ended } => at(
            "It could be reopened until {at}. Make a new request, and name this one in it.",
            "可重新打开的期限为 {at}，已过。请新建请求并注明本单编号。",
            *ended,
        ),
    }
}

const fn is_file_refused(code: &Code) -> bool {
    matches!(code, Code::FileTooLarge { .. } | Code::FileTypeRefused | Code::TooMuchKept)
}

fn pick(en: &str, zh: &str) -> String {
    match locale() {
        Locale::En => en.to_owned(),
        Locale::Zh => zh.to_owned(),
    }
}

/// The sentence at a field.
#[must_use]
pub fn of_code(code: &Code) -> String {
    of_code_in(code, locale())
}

/// The sentence at a field, where no page is being made.
#[must_use]
pub fn of_code_in(code: &Code, locale: Locale) -> String {
    match locale {
        Locale::En => english(code),
        Locale::Zh => chinese(code),
    }
}

fn english(code: &Code) -> String {
    match code {
        Code::Required => "Please fill this in.".into(),
        Code::TooLong { max } => format!("At most {max} characters."),
        Code::TooShort { min } => format!("At least {min} characters."),
        Code::OnLine { line, wrong } => format!("Line {line}: {}", english(wrong)),
        Code::TooMany { max } => format!("At most {max}."),
        Code::NotANumber => "Enter a number, such as 12 or 3.5.".into(),
        Code::TooManyDecimals { max: 0 } => "Enter a whole number.".into(),
        Code::TooManyDecimals { max } => format!("At most {max} digits after the point."),
        Code::OutOfRange { min: Some(min), max: Some(max) } => format!("Enter a number from {min} to {max}."),
        Code::OutOfRange { min: Some(min), .. } => format!("At least {min}."),
        Code::OutOfRange { max: Some(max), .. } => format!("At most {max}."),
        Code::OutOfRange { .. } => "Out of range.".into(),
        Code::NotADate => "Enter a date as year-month-day, such as 2026-11-16.".into(),
        Code::NotAfterTheFirst => "Choose a day or a time after the first one.".into(),
        Code::NotInTheFuture => "Choose a moment that is still to come.".into(),
        Code::UnknownChoice => "Choose one of the options.".into(),
        Code::UnknownZone => "Choose a time zone of the list.".into(),
        Code::UnknownReference => "Choose from the list.".into(),
        Code::UnknownPerson => "Nobody is called so, or several people are. Somebody new is invited first, under People.".into(),
        Code::NotAnEmail => "Enter an e-mail address, such as name@example.org.".into(),
        Code::BadCharacters => "This holds characters that cannot stand here.".into(),
        Code::AlreadyTaken => "This is already in use. Choose another.".into(),
        Code::WeakPassword { advice } => format!("This password is easy to guess. {}", join(advice, Locale::En)),
        Code::Mismatch => "The two entries differ.".into(),
        Code::WrongPassword => "This is not your present password.".into(),
        Code::FileTooLarge { max } => format!("The file is larger than {} MB.", max / (1024 * 1024)),
        Code::FilesGone { .. } => {
            "A file is no longer there: files wait one day for their form to be sent. Choose it again; your text is kept.".into()
        }
        Code::TooMuchKept => {
            "Too much of yours waits to be sent. Send some of it or leave it out; what is not sent goes by itself after a while.".into()
        }
        Code::FileTypeRefused => "Files of this type cannot be attached.".into(),
        Code::UnreadableLog { fault } => of_fault(fault),
        Code::ConditionCycle => "The condition must name a field that stands before this one.".into(),
        Code::ConditionUnknownField => "The condition names a field that does not exist.".into(),
        Code::ConditionUnknownOption => "The condition waits for an answer that cannot be given.".into(),
        Code::LinkExpired => "This link no longer works. Ask for a new one.".into(),
        Code::NotATimeOfDay => "Enter a time of day from 00:00 to 24:00, such as 09:00.".into(),
        Code::NoLength => "These hours end when they begin.".into(),
        Code::EndsBeforeItBegins => "These hours end before they begin. Enter what lies after midnight on the next date.".into(),
        Code::NoWorkingTime => "The week has no working time, so no deadline would ever come. Enter hours for at least one day.".into(),
        Code::NotADuration => "Enter a length of time, such as 2d 4h 30m.".into(),
        Code::NotAnICalendar => "This is no iCalendar file. Choose one that ends with .ics.".into(),
        Code::TiesWith { rule, policy: None } => {
            format!(
                "Some tickets match this rule and rule {rule} equally well. Make one of them narrower, or add a rule for what both match."
            )
        }
        Code::TiesWith { rule, policy: Some(policy) } => format!(
            "Some tickets match this rule and rule {rule} of “{policy}” equally well. Make one of them narrower, or add a rule for what both match."
        ),
    }
}

fn chinese(code: &Code) -> String {
    match code {
        Code::Required => "请填写此项。".into(),
        Code::TooLong { max } => format!("最多 {max} 个字符。"),
        Code::TooShort { min } => format!("至少 {min} 个字符。"),
        Code::OnLine { line, wrong } => format!("第 {line} 行：{}", chinese(wrong)),
        Code::TooMany { max } => format!("最多 {max} 个。"),
        Code::NotANumber => "请输入数字，例如 12 或 3.5。".into(),
        Code::TooManyDecimals { max: 0 } => "请输入整数。".into(),
        Code::TooManyDecimals { max } => format!("小数点后最多 {max} 位。"),
        Code::OutOfRange { min: Some(min), max: Some(max) } => format!("请输入 {min} 到 {max} 之间的数字。"),
        Code::OutOfRange { min: Some(min), .. } => format!("不能小于 {min}。"),
        Code::OutOfRange { max: Some(max), .. } => format!("不能大于 {max}。"),
        Code::OutOfRange { .. } => "超出范围。".into(),
        Code::NotADate => "请按“年-月-日”输入日期，例如 2026-11-16。".into(),
        Code::NotAfterTheFirst => "请选择晚于开始的日期或时间。".into(),
        Code::NotInTheFuture => "请选择将来的时间。".into(),
        Code::UnknownChoice => "请选择其中一项。".into(),
        Code::UnknownZone => "请从列表中选择时区。".into(),
        Code::UnknownReference => "请从列表中选择。".into(),
        Code::UnknownPerson => "没有叫这个名字的人，或有多人同名。新成员请先在“人员”中邀请。".into(),
        Code::NotAnEmail => "请输入邮箱地址，例如 name@example.org。".into(),
        Code::BadCharacters => "包含不允许的字符。".into(),
        Code::AlreadyTaken => "已被使用，请换一个。".into(),
        Code::WeakPassword { advice } => format!("此密码容易被猜中。{}", join(advice, Locale::Zh)),
        Code::Mismatch => "两次输入不一致。".into(),
        Code::WrongPassword => "当前密码不正确。".into(),
        Code::FileTooLarge { max } => format!("文件超过 {} MB。", max / (1024 * 1024)),
        Code::FilesGone { .. } => "有文件已不存在：文件只会为未提交的表单保留一天。请重新选择；您填写的文字已保留。".into(),
        Code::TooMuchKept => "您有太多尚未提交的内容。请先提交或移除一部分；未提交的内容会在一段时间后自动清除。".into(),
        Code::FileTypeRefused => "不能附加此类型的文件。".into(),
        Code::UnreadableLog { fault } => of_fault(fault),
        Code::ConditionCycle => "条件必须引用位于此字段之前的字段。".into(),
        Code::ConditionUnknownField => "条件引用的字段不存在。".into(),
        Code::ConditionUnknownOption => "条件等待的答案不可能出现。".into(),
        Code::LinkExpired => "此链接已失效，请重新获取。".into(),
        Code::NotATimeOfDay => "请输入 00:00 到 24:00 之间的时间，例如 09:00。".into(),
        Code::NoLength => "开始和结束时间相同。".into(),
        Code::EndsBeforeItBegins => "结束时间早于开始时间。午夜之后的部分请填到下一个日期。".into(),
        Code::NoWorkingTime => "一周内没有任何工作时间，期限永远不会到来。请至少为一天填写工作时间。".into(),
        Code::NotADuration => "请输入时长，例如 2d 4h 30m。".into(),
        Code::NotAnICalendar => "这不是 iCalendar 文件，请选择以 .ics 结尾的文件。".into(),
        Code::TiesWith { rule, policy: None } => {
            format!("有些工单同时符合本规则和规则 {rule}，且同样具体。请缩小其中一条的范围，或为两者的重叠部分增加一条规则。")
        }
        Code::TiesWith { rule, policy: Some(policy) } => {
            format!("有些工单同时符合本规则和“{policy}”的规则 {rule}，且同样具体。请缩小其中一条的范围，或为两者的重叠部分增加一条规则。")
        }
    }
}

/// Why a log cannot be read, and what to do.
#[must_use]
pub fn of_fault(fault: &Fault) -> String {
    match fault {
        Fault::Empty => {
            pick("There is no row in this file. Export the log again and send that file.", "文件中没有任何行。请重新导出日志后上传。")
        }
        Fault::NotCsv => pick(
            "This is no CSV file with commas between its columns. Export the log as CSV (UTF-8, comma-separated), or send the zip around that file.",
            "这不是以逗号分隔的 CSV 文件。请将日志导出为 CSV（UTF-8，逗号分隔），或上传其 zip 压缩包。",
        ),
        Fault::DamagedZip => pick(
            "The zip cannot be unpacked: it is damaged, cut off or encrypted. Make it anew, or send the CSV file itself.",
            "无法解压此 zip：文件已损坏、不完整或已加密。请重新压缩，或直接上传 CSV 文件。",
        ),
        Fault::UnpacksToTooMuch => pick(
            "The zip unpacks to far more than a log would. Unpack it, look at what is in it, and send the CSV itself.",
            "压缩包解压后的大小远超正常日志。请先解压检查内容，再上传 CSV 文件。",
        ),
        Fault::NoLog => pick(
            "There is no CSV file in the zip. An Excel workbook is none: save it as CSV first.",
            "zip 中没有 CSV 文件。Excel 工作簿不是 CSV，请先另存为 CSV。",
        ),
        Fault::SeveralLogs => pick(
            "There are several CSV files in the zip. Unpack it and send the one that is meant.",
            "zip 中有多个 CSV 文件。请解压后只上传需要的那一个。",
        ),
        Fault::EndlessRow { line } => match locale() {
            Locale::En => format!("The row on line {line} does not end. A quote is missing there: mend the file and send it again."),
            Locale::Zh => format!("第 {line} 行没有结束，可能缺少引号。请修正文件后重新上传。"),
        },
        Fault::MissingColumns { fields } => {
            let names: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
            match locale() {
                Locale::En => format!("The log has no column {}. Choose which of its columns they are.", names.join(", ")),
                Locale::Zh => format!("日志中没有列 {}。请选择对应的列。", names.join("、")),
            }
        }
        Fault::Gone => pick("The file that was sent is not there any more. Send it again.", "已上传的文件不存在，请重新上传。"),
        Fault::Disk => pick(
            "The server’s disk refused: it is full, or its folder cannot be written. Make room there, and try again.",
            "服务器磁盘拒绝写入：空间已满或文件夹不可写。请清理后重试。",
        ),
        Fault::Internal => pick(
            "Something went wrong on our side, and has been written down. Try again; if it happens again, tell your administrator.",
            "我们这边出了问题，已被记录。请重试；如再次出现，请告知管理员。",
        ),
    }
}

fn join(advice: &[PasswordAdvice], locale: Locale) -> String {
    let separator = if locale == Locale::En { " " } else { "" };
    advice.iter().map(|a| of_advice(*a, locale)).collect::<Vec<_>>().join(separator)
}

fn of_advice(advice: PasswordAdvice, locale: Locale) -> &'static str {
    let (en, zh) = match advice {
        PasswordAdvice::UseAFewWords => ("Use a few words and avoid common phrases.", "请使用几个词语，避免常见短语。"),
        PasswordAdvice::AddAnotherWord => ("Add another word or two; uncommon ones are better.", "再加一两个词，越少见越好。"),
        PasswordAdvice::AvoidKeyboardRows => ("Rows of keys are easy to guess.", "键盘上相邻的按键容易被猜中。"),
        PasswordAdvice::AvoidRepeats => ("Repeats such as aaa are easy to guess.", "像 aaa 这样的重复容易被猜中。"),
        PasswordAdvice::AvoidSequences => ("Sequences such as abc or 6543 are easy to guess.", "像 abc 或 6543 这样的序列容易被猜中。"),
        PasswordAdvice::AvoidDates => ("Years and dates are easy to guess.", "年份和日期容易被猜中。"),
        PasswordAdvice::AvoidCommonPasswords => ("This is like a password that many people have.", "这与许多人使用的密码相似。"),
        PasswordAdvice::AvoidNames => ("Names are easy to guess.", "人名容易被猜中。"),
        PasswordAdvice::AvoidPredictableSubstitutions => ("Capitals and @ for a do not help much.", "大写或用 @ 代替 a 作用不大。"),
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}
