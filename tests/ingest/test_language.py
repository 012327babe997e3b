"""Other languages are turned away, English full of foreign names is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from communique.ingest.language import other_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            (
                "Der Minister hat am Montag in Berlin gesagt, dass die Gespräche über das Abkommen weitergehen und dass beide "
                "Seiten sich noch in diesem Jahr einigen wollen."
            ),
            "de",
        ),
        (
            (
                "Le ministre a déclaré lundi à Paris que les pourparlers sur l'accord se poursuivent et que les deux parties "
                "veulent parvenir à une entente avant la fin de l'année."
            ),
            "fr",
        ),
        (
            (
                "El ministro dijo el lunes en Madrid que las conversaciones sobre el acuerdo continúan y que las dos partes "
                "quieren llegar a un entendimiento antes de fin de año."
            ),
            "es",
        ),
        (
            (
                "Министр заявил в понедельник в Москве, что переговоры о соглашении продолжаются и что обе стороны хотят "
                "договориться до конца года, сообщило агентство."
            ),
            "ru",
        ),
        ("部长星期一在北京表示关于协议的谈判将继续进行双方都希望在年底前达成一致意见并于星期五再次会面" * 3, "zh"),
    ],
)
def test_other_language(text: str, language: str) -> None:
    assert other_language(text) in (language, "und" if language == "zh" else language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Der Minister kommt.",  # too short to tell
        (
            "Ministers Zarif, Salehi, Araghchi and Ravanchi met Steinmeier, Fabius and Mogherini in Lausanne, where Wang Yi and "
            "Sergey Lavrov had arrived from Beijing and Moscow."
        ),
        (
            "Hollande, Merkel, Poroshenko, Putin, Lukashenko, Fabius, Steinmeier, Klimkin, Lavrov, Surkov, Ushakov, Yeliseyev, "
            "Heusgen, Audibert, Zakharchenko, Plotnitsky, Kuchma, Tagliavini, Zurabov, Tusk, Mogherini, Juncker."
        ),
    ],
)
def test_accepted(text: str) -> None:
    assert other_language(text) is None


def test_plain_english_does_not_load_the_classifier() -> None:
    code = (
        "import sys; from communique.ingest.language import other_language as o;"
        "assert o('The minister said that the talks would go on and that he was in no hurry to end them. ' * 3) is None;"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
