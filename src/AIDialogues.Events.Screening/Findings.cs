namespace AIDialogues.Events.Screening;

/// <summary>Makes one list of what several rules found: in order, never overlapping, each with a rewrite where one makes sense.</summary>
internal static class Findings
{
    public static List<Finding> Resolve(List<Finding> found, TextLanguage? language)
    {
        var resolved = new List<Finding>(found.Count);
        foreach (var finding in found.Where(f => f.Length > 0).OrderBy(f => f.Start).ThenBy(f => f.Kind).ThenByDescending(f => f.Length))
        {
            if (resolved.Count == 0 || finding.Start >= resolved[^1].End)
            {
                resolved.Add(finding);
                continue;
            }
            // What overlaps becomes one finding that covers both and says the graver of the two.
            var before = resolved[^1];
            var graver = finding.Kind < before.Kind ? finding : before;
            resolved[^1] = graver with { Start = before.Start, Length = Math.Max(before.End, finding.End) - before.Start };
        }
        if (language is not { } known) return resolved;
        for (var i = 0; i < resolved.Count; i++) resolved[i] = resolved[i] with { Suggestion = Suggest(resolved[i].Kind, known) };
        return resolved;
    }

    private static string? Suggest(FindingKind kind, TextLanguage language) => (kind, language) switch
    {
        (FindingKind.ParticipantName or FindingKind.PersonName or FindingKind.Role or FindingKind.Attribution, TextLanguage.French) => "un participant",
        (FindingKind.ParticipantName or FindingKind.PersonName or FindingKind.Role or FindingKind.Attribution, _) => "a participant",
        (FindingKind.ParticipantAffiliation or FindingKind.Organisation, TextLanguage.French) => "une institution",
        (FindingKind.ParticipantAffiliation or FindingKind.Organisation, _) => "an institution",
        (FindingKind.Place, TextLanguage.French) => "un lieu",
        (FindingKind.Place, _) => "a place",
        (FindingKind.Group, TextLanguage.French) => "d’un pays",
        (FindingKind.Group, _) => "of one country",
        (FindingKind.Contact, _) => "",
        _ => null,
    };
}
