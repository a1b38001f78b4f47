//! Chinese without a keyboard; the engines come with their own issue.
