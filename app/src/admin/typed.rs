//! The fields of a form as they came, where there are too many or too changing ones for a function's arguments.

/// Names and values in the order of the form; a name may come several times.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// These fields.
    #[must_use]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The fields of the request that is being answered.
    #[must_use]
    pub fn of_request() -> Self {
        let Some(typed) = leptos::prelude::use_context::<crate::visit::Typed>() else { return Self::default() };
        let fields = typed.take();
        // They are kept all the same: the form may have to come back with them.
        typed.keep(fields.clone());
        Self::new(fields)
    }

    /// The first value of `name`, without surrounding space; empty when it did not come.
    #[must_use]
    pub fn one(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().trim().to_owned()
    }

    /// The first value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
    }

    /// Every value of `name`.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// The first value of each name, where very many are asked for.
    #[must_use]
    pub fn by_name(self) -> std::collections::HashMap<String, String> {
        // What comes later takes the place of what was there.
        self.0.into_iter().rev().collect()
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A text in both languages, from `name_en` and `name_zh`.
    #[must_use]
    pub fn localised(&self, name: &str) -> domain::locale::Localised {
        domain::locale::Localised::new(self.one(&format!("{name}_en")), self.one(&format!("{name}_zh")))
    }
}
