//! The answers that the company's agents give every week.

/// For whom it is (a team by its name), what it is called, what it says.
pub type TemplatePlan = (Option<&'static str>, &'static str, &'static str);

pub const TEMPLATES: [TemplatePlan; 6] = [
    (
        None,
        "Thank you, we are on it",
        "Hello {requester},\n\nthank you for writing. {number} is with me now, and I will come back to you today.\n\n{agent}",
    ),
    (
        None,
        "Ask for a picture",
        "Hello {requester},\n\ncould you send us a picture of what you see on the screen? You can attach it to your answer.\n\n{agent}",
    ),
    (
        None,
        "Still open?",
        "Hello {requester},\n\nwe have not heard from you about “{title}”. Does it still need us? Without an answer we will resolve {number} \
         by the end of the week; you can open it again at any time.\n\n{agent}",
    ),
    (
        Some("Workplace"),
        "Restart first",
        "Hello {requester},\n\nplease try this first, it helps in most cases:\n\n1. Save your work.\n2. Choose **Restart**, not *Shut down*.\n\
         3. Wait two minutes after signing in.\n\nDoes it happen again then?\n\n{agent}",
    ),
    (
        Some("Workplace"),
        "Ready to be picked up",
        "Hello {requester},\n\nyour device is ready. You find us at the service counter, Monday to Friday from 8 to 17. Please bring your badge.\n\n{agent}",
    ),
    (
        Some("Network"),
        "Which place, since when",
        "Hello {requester},\n\nto find it quickly we need to know:\n\n- In which room are you, or are you at home?\n- Since when does it happen?\n\
         - Are others near you affected?\n\n{agent}",
    ),
];
