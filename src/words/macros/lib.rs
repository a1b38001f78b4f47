//! `key!`, `sentence!` and `text!`: a text that is missing, or whose places are not all filled, does not compile.
//!
//! The texts are read from `assets/lang/<language>/<room>.ftl` of the package being compiled, or of the nearest folder
//! above it that has one. The library includes the same files, so a changed text compiles everything anew.

mod catalogue;

use std::path::PathBuf;
use std::sync::OnceLock;

use proc_macro::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Token};

use catalogue::{Catalogue, Place};

/// `name = value`: what fills `{ $name }`.
struct Filled {
    name: Ident,
    value: Expr,
}

impl Parse for Filled {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        Ok(Self { name, value })
    }
}

/// `"key", name = value, …`
struct Said {
    key: LitStr,
    filled: Punctuated<Filled, Token![,]>,
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let filled = Punctuated::parse_terminated(input)?;
        Ok(Self { key, filled })
    }
}

/// `language, "key", name = value, …`
struct SaidIn {
    lang: Expr,
    said: Said,
}

impl Parse for SaidIn {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let lang = input.parse()?;
        input.parse::<Token![,]>()?;
        let said = input.parse()?;
        Ok(Self { lang, said })
    }
}

/// A key whose text has no places to fill, for where a text is chosen at run time.
#[proc_macro]
pub fn key(input: TokenStream) -> TokenStream {
    expand(input, |said: &Said| {
        if let Some(filled) = said.filled.first() {
            return Err(syn::Error::new(
                filled.name.span(),
                "a key alone has no arguments; use sentence!",
            ));
        }
        places(said)?;
        let key = &said.key;
        Ok(quote!(::pingyi::words::Key::checked(#key)))
    })
}

/// A `Sentence`: `sentence!("key", name = value, …)`. A value is whatever can be written out, another `Sentence`, or, where the
/// text chooses by number (`{ $n -> [one] … *[other] … }`), an unsigned integer.
#[proc_macro]
pub fn sentence(input: TokenStream) -> TokenStream {
    expand(input, sentence_tokens)
}

/// The text in a language: `text!(lang, "key", name = value, …)`.
#[proc_macro]
pub fn text(input: TokenStream) -> TokenStream {
    expand(input, |SaidIn { lang, said }: &SaidIn| {
        let sentence = sentence_tokens(said)?;
        Ok(quote!(#sentence.say(#lang)))
    })
}

fn expand<T: Parse>(
    input: TokenStream,
    tokens: impl Fn(&T) -> syn::Result<proc_macro2::TokenStream>,
) -> TokenStream {
    syn::parse(input)
        .and_then(|parsed| tokens(&parsed))
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

fn sentence_tokens(said: &Said) -> syn::Result<proc_macro2::TokenStream> {
    let kinds = places(said)?;
    let filled = said.filled.iter().zip(kinds).map(|(filled, place)| {
        let (name, value) = (filled.name.to_string(), &filled.value);
        match place {
            Place::Text => quote!((#name, ::pingyi::words::Fill(&(#value)).argument())),
            Place::Count => quote!((#name, ::pingyi::words::Argument::count(#value))),
        }
    });
    let key = &said.key;
    if said.filled.is_empty() {
        return Ok(quote!(::pingyi::words::Sentence::filled(#key, ::std::vec::Vec::new())));
    }
    Ok(quote!({
        #[allow(unused_imports, reason = "a sentence in a sentence needs it not")]
        use ::pingyi::words::Written as _;
        ::pingyi::words::Sentence::filled(#key, ::std::vec![#(#filled),*])
    }))
}

/// What each argument fills, or what is wrong, at the place where it is wrong.
fn places(said: &Said) -> syn::Result<Vec<Place>> {
    static CATALOGUE: OnceLock<Result<Catalogue, String>> = OnceLock::new();
    let at_key = |message: String| syn::Error::new(said.key.span(), message);
    let start = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let catalogue = CATALOGUE
        .get_or_init(|| Catalogue::above(&start.unwrap_or_default()))
        .as_ref()
        .map_err(|message| at_key(message.clone()))?;
    let names: Vec<String> = said.filled.iter().map(|one| one.name.to_string()).collect();
    catalogue.check(&said.key.value(), &names).map_err(|fault| {
        let culprit = fault.argument.and_then(|at| said.filled.iter().nth(at));
        let span = culprit.map_or(said.key.span(), |filled| filled.name.span());
        syn::Error::new(span, fault.message)
    })
}
