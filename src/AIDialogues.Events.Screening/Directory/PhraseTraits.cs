namespace AIDialogues.Events.Screening.Directory;

/// <summary>What a folded phrase of the lexicon is, and what must be seen in a text before it counts as found.
/// The numbers are written into the browser's lexicon: never renumber them.</summary>
[Flags]
internal enum PhraseTraits
{
    None = 0,
    Name = 1,
    Affiliation = 2,

    /// <summary>Also an ordinary word ("Rose", "Petit"): only with a capital inside a sentence, a title, or before a verb.</summary>
    OrdinaryWord = 4,

    /// <summary>Also a function word ("May", "Le"): only with a title or as part of a full name.</summary>
    FunctionWord = 8,

    /// <summary>Nothing but given names lead here: silent when another family name follows.</summary>
    Given = 16,

    /// <summary>Counts only in capitals.</summary>
    Acronym = 32,

    /// <summary>Given and family name together; a comma may stand between them.</summary>
    Full = 64,

    /// <summary>An initial and an ordinary word: "A. Rose" needs the dot.</summary>
    DottedInitial = 128,

    /// <summary>One slip of the finger away from this phrase is still this phrase.</summary>
    Tolerant = 256,

    /// <summary>A well-known word that would pass for a misspelt name, and is none.</summary>
    NotAName = 512,
}
