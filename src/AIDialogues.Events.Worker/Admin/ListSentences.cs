using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>Why a list or a line of it cannot be taken, for the terminal, which speaks English only.</summary>
internal static class ListSentences
{
    public static string Of(Refusal refusal)
    {
        object fact = refusal.Facts.Count > 0 ? refusal.Facts[0] : "";
        return refusal.Code switch
        {
            "list-unreadable" => "This file is no list of people: save it as text (CSV or TSV).",
            "list-empty" => "The list is empty.",
            "list-without-addresses" => "No column of the list holds e-mail addresses.",
            "list-added-meanwhile" => "Somebody changed the same people meanwhile: run the command again.",
            "list-too-large" => $"The list is larger than {fact} MB: split it.",
            "list-too-many-rows" => $"The list has more than {fact} lines: split it.",
            "list-too-many-columns" => $"The list has more than {fact} columns.",
            "list-quote-open" => $"A quotation mark opened on line {fact} is never closed.",
            "person-name-missing" => "the family name is missing",
            "person-too-long" => "a name or the affiliation is too long",
            "person-control-characters" => "a name holds control characters",
            "person-email-missing" => "the e-mail address is missing",
            "person-email-not-valid" => $"“{fact}” is not an e-mail address",
            "person-group-unknown" => $"“{fact}” is no group",
            "person-language-unknown" => $"“{fact}” is no language of letters (English or French)",
            "person-country-unknown" => $"“{fact}” is no country",
            "person-gender-unknown" => $"“{fact}” is no gender that can be read",
            "person-region-unknown" => $"“{fact}” is no region",
            var code => code,
        };
    }
}
