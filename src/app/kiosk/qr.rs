//! What a receipt's QR code says, and how it looks on a screen and in a picture.

use zeroize::Zeroizing;

use super::IssuedReceipt;
use crate::app::AppError;
use crate::domain::calendar::Promise;
use crate::domain::community::Community;
use crate::domain::plan::Plan;
use crate::domain::receipt::ReceiptNumber;
use crate::paper;
use crate::words::Lang;

pub(super) fn text(
    community: &Community,
    plan: &Plan,
    number: &ReceiptNumber,
    promise: Promise,
    lang: Lang,
) -> Zeroizing<String> {
    paper::receipt::qr_text(&paper::receipt::ReceiptText {
        community: &community.name,
        plan_title: plan.title.get(lang),
        number,
        promise,
        office_place: &community.office_place,
        telephone: &community.telephone,
        lang,
    })
}

impl IssuedReceipt {
    /// The modules of the QR code, row by row, `true` for dark; without the quiet zone of four modules.
    pub fn modules(&self) -> Result<Vec<Vec<bool>>, AppError> {
        Ok(paper::qr::qr_matrix(&self.qr_text)?.rows())
    }

    /// A PNG of the QR code with its quiet zone.
    pub fn png(&self) -> Result<Vec<u8>, AppError> {
        Ok(paper::image::receipt_png(&self.qr_text)?)
    }
}
