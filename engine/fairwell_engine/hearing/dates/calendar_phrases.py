"""Phrases that name a day of the calendar, or one counted from today; `matching` reads the rows."""

from __future__ import annotations

CALENDAR = {
    "dotted": """
        D . D . YEAR|D|YY
        D . D YEAR
        D . D .
        D . D
    """,
    "iso": "YEAR -|/|. D -|/|. D",
    "slashed": """
        D / D / YEAR|D|YY
        D / D
        D - D - YEAR|D|YY
    """,
    "spaced": "D D YEAR",
    "named": """
        D .? SUFFIX? of? MONTH .? ,? YEAR?
        D .? MONTH .? '? D|YY
        MONTH .? THE? D SUFFIX? ,? YEAR?
        ORD of? MONTH YEAR?
        MONTH THE? ORD ,? YEAR?
    """,
    "day_of_month": """
        D .
        D SUFFIX
        ORD
        NEXT ORD
        NEXT D .
        D . NEXT
        D .|SUFFIX des|of|im? THE|THIS? MONTHS
        ORD of? THE|THIS? MONTHS
    """,
    "day_of_next_month": """
        D .|SUFFIX of|im? THE? NEXT MONTHS
        ORD of|im? THE? NEXT MONTHS
    """,
    "end_of_named": """
        END of|vom|im? THE? MONTHS? MONTH YEAR?
        monatsende MONTH YEAR?
        letzten|letzter|last DAYS of|im|vom? THE? MONTH YEAR?
        END D / YEAR
        END of? D . YEAR
        end - of - MONTH
    """,
    "start_of_named": """
        START of|vom|im? MONTH YEAR?
        monatsanfang MONTH
    """,
    "middle_of_named": "MIDDLE -? of|im? MONTH YEAR?",
    "month": """
        MONTH YEAR?
        D / YEAR
    """,
    "next_month": "NEXT MONTHS",
    "month_after_next": """
        AFTERNEXT MONTHS
        month after next
    """,
    "start_of_next_month": """
        START of? THE? NEXT MONTHS
        monatsanfang
        START THE MONTHS
    """,
    "middle_of_month": """
        MIDDLE of? THE|THIS MONTHS
        monatsmitte
    """,
    "middle_of_next_month": "MIDDLE of? THE? NEXT MONTHS",
    "month_end": """
        monatsende
        END of|vom|von? THE? THIS? MONTHS
        month|monats -? END
        MONTHS ' s END
        eom
        THIS MONTHS
        monatsultimo
        letzten|last DAYS of|im? THE|THIS? MONTHS
        monatsletzten
        monatsschluss
    """,
    "end_of_next_month": """
        END of|vom? THE? NEXT MONTHS
        NEXT MONTHS ' s? END
        NEXT monatsende
        END of? month NEXT
    """,
    "end_of_month_after_next": """
        END of? THE? AFTERNEXT MONTHS
        END of THE MONTHS after NEXT
    """,
    "quarter_end": """
        quartalsende
        END of|vom? THE? THIS? QUARTER
        quarter -? END
        quartalsschluss
    """,
    "end_of_next_quarter": """
        END of? THE? NEXT QUARTER
        NEXT quartalsende
    """,
    "end_of_quarter": """
        END of? q D YEAR?
        END of? THE? ORD QUARTER YEAR?
        END of? THE? D . QUARTER YEAR?
        END of? q D / YEAR
    """,
    "year_end": """
        jahresende
        END of|vom? THE|THIS? YEARS
        YEARS -? END
        YEARS ' s END
        eoy
        jahresschluss
        jahreswechsel
        THIS YEARS
        kalenderjahresende
        END of? THE? kalenderjahres|kalenderjahr
        END of THE calendar YEARS
        turn of THE YEARS
        letzten|letzter|last DAYS of|im THE|THIS? YEARS
    """,
    "end_of_next_year": """
        END of? THE? NEXT YEARS
        NEXT jahresende
    """,
    "end_of_year": """
        END of? THE? YEARS? YEAR
        jahresende YEAR
    """,
    "next_year": """
        NEXT YEARS
        neuen|neues|neuem|neue|new YEARS
        START of? THE? NEXT|neuen|new YEARS
        START YEAR
    """,
    "end_of_week": """
        END of? THE|THIS? WEEKS
        THIS WEEKS
    """,
    "end_of_next_week": "END of? THE? NEXT WEEKS",
    "next_week": """
        NEXT WEEKS
        START of? NEXT WEEKS
    """,
}

RELATIVE = {
    "later": """
        in D|W|NUM DAYS|WEEKS|MONTHS|YEARS
        in W|D - WEEKS|MONTHS|DAYS
        D|W|NUM DAYS|WEEKS|MONTHS|YEARS from now|today
        heute|today in D|W|NUM DAYS|WEEKS|MONTHS
        in a couple of DAYS|WEEKS|MONTHS
        noch W|D MONTHS|WEEKS
        W|D more MONTHS|WEEKS
        in W paar? of? WEEKS|MONTHS
        in D|W|NUM DAYS|WEEKS|MONTHS|YEARS ' time
        heute|today WEEKS
    """,
    "quarter_later": """
        in W vierteljahr
        in W QUARTER
    """,
    "boxing_day": "boxing DAYS",
    "half_a_year_later": """
        in W? halben|half W? YEARS
        in half W YEARS
    """,
    "fortnight_later": "in W fortnight",
    "today": """
        heute
        today
        heutigen DAYS? datum?
        heutigem DAYS? datum?
        tonight
    """,
    "tomorrow": """
        morgen
        tomorrow
    """,
    "day_after_tomorrow": """
        übermorgen
        uebermorgen
        THE? DAYS after tomorrow
    """,
    "weekday": "WDAY",
    "this_weekday": "THIS WDAY",
    "next_weekday": "NEXT WDAY",
    "weekday_after": """
        WDAY WEEKS
        W WEEKS on WDAY
        W WEEKS from|after WDAY
        WDAY in W WEEKS
        WDAY after NEXT
        AFTERNEXT WDAY
    """,
    "weekday_of_next_week": """
        WDAY of? THE? NEXT WEEKS
        NEXT WEEKS WDAY
        WDAY in THE NEXT WEEKS
    """,
    "christmas_eve": """
        heiligabend
        heilig abend
        heiligen abend
        christmas eve
        xmas eve
    """,
    "christmas": """
        weihnachten
        christmas DAYS?
        xmas
        THE weihnachtsfeiertagen
    """,
    "new_years_eve": """
        silvester
        sylvester
        new YEARS '? s? eve
        nye
    """,
    "new_year": """
        neujahr
        new YEARS '? s? DAYS
        new YEARS ' s
        first of THE YEARS
    """,
    "easter": """
        ostern
        easter
        ostersonntag
        easter sunday
    """,
}
