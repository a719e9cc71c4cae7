//! Choosing the picture of a service.

use domain::locale::Locale;
use leptos::prelude::*;

use crate::reader::locale;
use crate::ui::{Icon, form_state};
use crate::words::words;

/// The pictures that suit a service, and what they show in English and in Chinese.
const ICONS: [(&str, &str, &str); 43] = [
    ("laptop", "Laptop", "笔记本电脑"),
    ("monitor", "Screen", "显示器"),
    ("smartphone", "Mobile phone", "手机"),
    ("phone", "Telephone", "电话"),
    ("printer", "Printer", "打印机"),
    ("scan", "Scanner", "扫描枪"),
    ("keyboard", "Keyboard", "键盘"),
    ("headset", "Headset", "耳机"),
    ("camera", "Camera", "摄像头"),
    ("server", "Server", "服务器"),
    ("database", "Database", "数据库"),
    ("cloud", "Cloud", "云"),
    ("network", "Network", "网络"),
    ("wifi", "Wireless", "无线网络"),
    ("globe", "Globe", "地球"),
    ("key", "Key", "钥匙"),
    ("lock", "Lock", "锁"),
    ("shield", "Shield", "盾牌"),
    ("badge", "Badge", "工牌"),
    ("user-plus", "A new person", "新成员"),
    ("users", "People", "人员"),
    ("mail", "Mail", "邮件"),
    ("calendar", "Calendar", "日历"),
    ("chat", "Chat", "聊天"),
    ("book", "Book", "书"),
    ("folder", "Folder", "文件夹"),
    ("building", "Building", "楼宇"),
    ("door", "Door", "门"),
    ("truck", "Truck", "货车"),
    ("car", "Car", "汽车"),
    ("plane", "Plane", "飞机"),
    ("coffee", "Coffee", "咖啡"),
    ("cart", "Shopping cart", "购物车"),
    ("money", "Money", "钱"),
    ("card", "Bank card", "银行卡"),
    ("box", "Box", "箱子"),
    ("wrench", "Wrench", "扳手"),
    ("bolt", "Lightning", "闪电"),
    ("heart", "Heart", "爱心"),
    ("lightbulb", "Light bulb", "灯泡"),
    ("megaphone", "Megaphone", "喇叭"),
    ("question", "Question mark", "问号"),
    ("grid", "Grid", "方格"),
];

/// The pictures side by side, one of them chosen.
#[component]
pub fn IconChoice(value: String) -> impl IntoView {
    let value = form_state().typed("icon").unwrap_or(value);
    let value = if value.is_empty() { "question".to_owned() } else { value };
    view! {
        <fieldset class="field">
            <legend>{words().admin().services.icon}</legend>
            <div class="segmented">
                {ICONS
                    .iter()
                    .map(|&(icon, en, zh)| {
                        let name = if locale() == Locale::Zh { zh } else { en };
                        view! {
                            <label title=name>
                                <input type="radio" name="icon" value=icon checked={icon == value} />
                                <Icon name=icon />
                                <span class="visually-hidden">{name}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
