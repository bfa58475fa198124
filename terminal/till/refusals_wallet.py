"""One sentence for every code of cards for phones' wallets: what is wrong, what to do."""

from __future__ import annotations

from terminal.till.marking import mark

WALLET = {
    "wallet_settings": mark("The file wallet.toml has a mistake. Mend it, then start again."),
    "wallet_none": mark("No cards for phones are set up. See docs/wallet.md for how."),
    "wallet_file": mark("A file for cards on phones is missing. Put it in the wallet folder."),
    "wallet_logo": mark("This logo cannot be used. Choose a smaller PNG picture of it."),
    "wallet_extra": mark("A package is missing. Install it with: pip install regulars[wallet]."),
    "wallet_account": mark("This is no key of a Google service account. Choose its JSON file."),
    "wallet_certificate": mark("A pass certificate cannot be read. Fetch it from Apple again."),
    "wallet_certificate_over": mark("A pass certificate has ended. Make a new one at Apple."),
    "wallet_key": mark("The pass key cannot be read. Give it as PEM, without a password."),
    "wallet_key_other": mark("The pass key belongs to another certificate. Export both again."),
    "wallet_key_open": mark("Others can read a key in the wallet folder. Run chmod 600 on it."),
    "wallet_chain": mark("Apple's intermediate certificate is the wrong one. Fetch the WWDR one."),
    "wallet_pass_type": mark("The certificate is for another pass type. Correct wallet.toml."),
    "wallet_team": mark("The certificate is of another team. Correct it in wallet.toml."),
    "wallet_link_long": mark("The link to Google is too long. Make the class at Google first."),
}
