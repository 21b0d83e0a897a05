using CsCheck;

namespace AIDialogues.Events.Screening.Tests;

/// <summary>Texts that show who spoke, and texts made of the words they are made of.</summary>
internal static class PointingTexts
{
    public static readonly string[] Written =
    [
        "As the French delegate put it, costs matter.", "The delegate from Norway disagreed.", "The representative of the United Kingdom disagreed.", "In my country this is law.",
        "At our company we log everything.", "As a former judge, I would wait.", "The only physicist in the room disagreed.", "Write to someone@example.test about it.", "Call +41 22 555 01 23 about it.",
        "Le délégué français n'est pas d'accord.", "La représentante de l'Allemagne insiste.", "Chez nous au ministère, c'est interdit.", "Chez nous, c'est interdit.", "Dans mon pays, c'est la loi.",
        "En tant que directrice, elle hésite.", "En ma qualité de magistrat, je doute.", "La seule juriste… non, la seule avocate de la salle.", "We at Nordhafen test everything.", "The speaker from Estermark laughed.",
        "See https://example.test/report.pdf, page 3.", "Look at www.example.test/.", "Ask @somebody on Monday.", "01.84.17.61.18 or (022) 555 01 23", "On 2027-03-01 and 01.03.2027 nothing happened.",
        "Mr Brandwein said no, and Dr. Ella Vantongeren too.", "Sophie Lindenbaum asked twice.", "Moi comme chercheuse, je doute.", "AS THE FRENCH DELEGATE SAID", "French law is stricter than the regulation.",
        "As a group we agreed on little.", "The German senior official from Köln agreed.", "l’ambassadrice de Côte d’Ivoire", "notre ambassade à Rome", "𝔘nser Haus @ ", "…", "",
        "The Kenyan businessman objected.", "The young Kenyan entrepreneur objected.", "The Kenyan objected.", "A woman from Nigeria said that data are poor.", "An insurer from Switzerland refused to pay.",
        "A lawyer based in Côte d’Ivoire refused.", "A shipbuilder from Lagos refused.", "The only insurer in the room refused.", "The only landlady here refused.", "The oldest among us disagreed.",
        "As an angler, I refuse to pay.", "As a result, we waited.", "We at the ministry never share data.", "Our company sold 212 pumps.", "In my village of 1,340 people in Burkina Faso, we closed the well.",
        "En tant que seule assureuse ici, je refuse.", "L’entrepreneuse textile kényane refuse.", "Le Kényan a refusé.", "Une femme originaire du Nigeria l’a dit.", "La participante la plus jeune refuse.",
        "Nous, à la banque, ne partageons rien.", "Dans mon village de 340 habitants en Norvège, on a fermé le puits.",
    ];

    private static readonly string[] Bits =
    [
        "as", "As", "the", "The", "a", "an", "en", "En", "tant", "que", "qu", "ma", "mon", "my", "our", "we", "We", "us", "at", "in", "from", "of", "de", "la", "l", "chez", "nous", "au", "ministère", "ministry", "company", "country", "pays",
        "French", "française", "Norway", "United", "Kingdom", "Côte", "d", "Ivoire", "delegate", "Delegate", "délégué", "judge", "juge", "physicist", "only", "seule", "former", "qualité", "moi", "comme", "speaker", "Nordhafen", "Rome",
        "Mr", "Dr", "Mme", "M", "Anna", "Sophie", "Lindenbaum", "Diallo", "Dialo", "OECD", "may", "May", "said", "and", "42", "555", "01", "2027", "+41", "1er", "http", "www", "example", "test", "@", "x", "É", "œuvre", "naïve",
        "Kenyan", "kényane", "entrepreneur", "insurer", "shipbuilder", "assureuse", "woman", "based", "originaire", "du", "Burkina", "Faso", "youngest", "plus", "le", "jeune", "most", "senior", "here", "ici", "room", "among", "village", "bank", "banque",
        "notre", "company", "every", "people", "I", "je", "objected",
    ];

    private static readonly string[] Gaps = [" ", " ", " ", " ", " ", " ", ", ", ". ", ".", "-", "'", "’", "\u00A0", "\n", "://", "@", "/", " (", ") ", "!", "…", "; ", "  "];

    public static readonly Gen<string> Any =
        Gen.Select(Gen.Int[0, Bits.Length - 1].Select(i => Bits[i]), Gen.Int[0, Gaps.Length - 1].Select(i => Gaps[i]), (bit, gap) => bit + gap).Array[1, 14].Select(string.Concat);
}
