//! What agents and requesters say whatever it is about. `{first}` is who is spoken to.

/// The phrases of one language.
#[derive(Debug)]
pub struct Phrases {
    pub received: &'static [&'static str],
    /// Goes before a question.
    pub ask: &'static [&'static str],
    pub remind: &'static [&'static str],
    pub gave_up: &'static str,
    pub progress: &'static [&'static str],
    /// `{supplier}` comes.
    pub supplier: &'static [&'static str],
    pub back: &'static [&'static str],
    pub handed: &'static [&'static str],
    pub waits_for_day: &'static str,
    /// Goes before what helped; may be nothing.
    pub solved: &'static [&'static str],
    pub again: &'static [&'static str],
    pub sorry: &'static [&'static str],
    pub second_fix: &'static [&'static str],
    pub withdrawn: &'static [&'static str],
    /// Comments by stars, from one to five.
    pub comments: [&'static [&'static str]; 5],
}

pub static EN: Phrases = Phrases {
    received: &[
        "Hi {first}, thank you for telling us. I have it and look at it now.",
        "Hello {first}, I am on it. You hear from me before the end of the day.",
        "Hi {first}, got it. I try it out here first and come back to you.",
        "Hello {first}, thank you for the clear description, that helps a lot.",
        "Good morning {first}, I have seen it and begin right away.",
    ],
    ask: &[
        "Hi {first}, one question so that I go the right way: {question}",
        "Hello {first}, to be sure: {question}",
        "{question}\n\nThank you!",
        "Hi {first}, I have had a first look. {question}",
    ],
    remind: &[
        "Hi {first}, did you see my question? Without it I cannot go on.",
        "Hello {first}, a short reminder: one answer is missing, then I can finish this.",
    ],
    gave_up: "I have not heard from you, so I close this for now. Simply reply within a week and we go on where we stopped.",
    progress: &[
        "Hi {first}, a short word in between: I know the cause, and the rest is on its way.",
        "Hello {first}, it takes a little longer than I thought. I have not forgotten you.",
        "Hi {first}, half of it is done. I write again tomorrow.",
    ],
    supplier: &[
        "{supplier} was called and comes on the next working day",
        "A part is ordered from {supplier}",
        "{supplier} looks at it on their side",
    ],
    back: &[
        "Hi {first}, {supplier} was here. I check their work and then you hear from me.",
        "Hello {first}, the part has come. It goes in this afternoon.",
    ],
    handed: &[
        "Not ours after all: the cause is on your side. I checked what we could.",
        "Please take over, the requester has been told.",
        "This needs rights that we do not have.",
        "As spoken on the phone.",
    ],
    waits_for_day: "Everything is prepared; the rest can only be done on the day itself",
    solved: &["", "", "Hi {first}, ", "Hello {first}, good news. "],
    again: &[
        "It worked for a day. This morning it is the same again.",
        "Sorry, but it is not solved for me. The same message as before.",
        "Better, but not good: now it happens once an hour.",
        "Please have another look. {n} colleagues see it, too.",
    ],
    sorry: &["Hello {first}, sorry for that. I look at it at once.", "Hi {first}, thank you for telling me. I was too quick; I go on."],
    second_fix: &[
        "This time I found the real cause and stayed until it had worked three times in a row.",
        "There was a second fault behind the first one. Both are gone now.",
        "I changed the part as well, to be sure. Please tell me if you see it once more.",
    ],
    withdrawn: &[
        "Found it myself, sorry!",
        "It works again by itself.",
        "We do not need it any more.",
        "Filed twice, the other one is enough.",
    ],
    comments: [
        &["Nobody listened. I told the same thing three times.", "Closed without being solved.", "Three days without a word."],
        &["It took very long.", "In the end I did most of it myself.", "Friendly, but it came back twice."],
        &["All right.", "It works, though I would have liked to know earlier how long it takes.", ""],
        &["Quick and friendly.", "Thank you, works well.", "Good, only the first answer could have come sooner."],
        &[
            "Great, within an hour!",
            "Friendly, clear, done. Thank you!",
            "Came to the dock in person and stayed until it printed.",
            "I wish everything went like this.",
            "Very patient with me.",
        ],
    ],
};

pub static ZH: Phrases = Phrases {
    received: &[
        "{first}，您好，已收到，我现在就看。",
        "{first}，您好，感谢反馈，今天下班前给您答复。",
        "{first}，您好，描述得很清楚，我先在这边试一下。",
    ],
    ask: &["{first}，您好，想确认一下：{question}", "{question}谢谢！", "{first}，您好，初步看过了。{question}"],
    remind: &["{first}，您好，上面的问题方便时请回复一下，收到后就可以继续处理。"],
    gave_up: "一直没有收到您的回复，先为您关闭。一周内直接回复即可继续处理。",
    progress: &["{first}，您好，原因已经找到，正在处理。", "{first}，您好，比预想的要久一点，我一直在跟进。"],
    supplier: &["已联系 {supplier}，下一个工作日处理", "已向 {supplier} 订购配件"],
    back: &["{first}，您好，{supplier} 已处理，我验证后通知您。"],
    handed: &["原因在贵组负责的系统，请接手。", "需要贵组的权限，已告知请求人。"],
    waits_for_day: "已全部准备好，等到当天办理",
    solved: &["", "{first}，您好，"],
    again: &["今天早上又出现了，和之前一样。", "还是不行，提示和以前相同，麻烦再看一下。"],
    sorry: &["{first}，您好，抱歉，我马上再看。"],
    second_fix: &["这次找到了真正的原因，连续测试三次都正常。", "前一个问题后面还有一个，现在都已处理。"],
    withdrawn: &["自己解决了，谢谢。", "已经恢复正常，不用处理了。"],
    comments: [
        &["等了三天没有人回复。"],
        &["时间太长了。"],
        &["还可以。", ""],
        &["处理得很快，谢谢。", "态度很好。"],
        &["非常满意，一个小时就解决了！", "又快又耐心，谢谢！", "说明得很清楚。"],
    ],
};
