"""The certificate as a PDF: one page, drawn by fpdf2, text shaped by HarfBuzz, fonts embedded."""

from datetime import date

from fpdf import FPDF

from pairwell.core.pdf_fonts import printable, use_fonts
from pairwell.mentorships.models import Certificate

INK, SOFT, BRAND = (34, 43, 51), (84, 96, 108), (11, 114, 133)


def certificate_pdf(certificate: Certificate, *, organization: str, address: str) -> bytes:
    """The PDF's bytes. address: where the code can be checked."""
    sheet = _Sheet(orientation="landscape", format="A4")
    sheet.set_title("Certificate")
    sheet.set_author(organization)
    sheet.set_creation_date(certificate.issued_at)
    use_fonts(sheet)
    sheet.add_page()
    sheet.frame()
    sheet.line_at(38, organization, 15, SOFT)
    sheet.line_at(54, "Certificate of mentoring", 34, BRAND)
    sheet.line_at(80, certificate.name, 30, INK)
    sheet.line_at(102, f"took part as {_role(certificate)} in", 14, SOFT)
    sheet.line_at(113, certificate.program_name, 20, INK)
    sheet.line_at(131, f"{_day(certificate.starts_on)} to {_day(certificate.ends_on)}", 14, SOFT)
    hours = certificate.minutes / 60
    sheet.line_at(141, f"{certificate.sessions} sessions, {hours:.0f} hours together", 14, SOFT)
    sheet.line_at(168, f"Code {certificate.code}", 12, INK)
    sheet.line_at(176, f"Anybody can check it at {address}", 10, SOFT)
    return bytes(sheet.output())


def _role(certificate: Certificate) -> str:
    return {"mentor": "a mentor", "mentee": "a mentee"}.get(certificate.role, "a peer")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class _Sheet(FPDF):
    """One landscape page with centered lines."""

    def frame(self) -> None:
        self.set_draw_color(*BRAND)
        self.set_line_width(1.2)
        self.rect(10, 10, 277, 190, round_corners=True, corner_radius=4)
        self.set_line_width(0.2)
        self.rect(14, 14, 269, 182, round_corners=True, corner_radius=3)
        self.set_line_width(1.2)
        self.circle(144.5, 28, 5)
        self.circle(152.5, 28, 5)

    def line_at(self, y: float, text: str, size: float, ink: tuple[int, int, int]) -> None:
        """A centered line, smaller where it would not fit."""
        text = printable(text)
        self.set_text_color(*ink)
        self.set_font_size(size)
        width = self.get_string_width(text)
        if width > 250:
            self.set_font_size(max(8.0, size * 250 / width))
        self.set_xy(10, y)
        self.cell(277, size * 0.5, text, align="C")
