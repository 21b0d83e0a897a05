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
        for (var i = 0; i < resolved.Count; i++) resolved[i] = resolved[i] with { Suggestion = Suggest(resolved[i], known == TextLanguage.French) };
        return resolved;
    }

    /// <summary>What may be tried in its place, the best first; none when only a person can tell.</summary>
    public static IEnumerable<string> Suggestions(Finding finding, bool french)
    {
        if (Suggest(finding, french) is not { } best) return [];
        // Where a role is a warning, somebody without one passes.
        return finding.Kind is FindingKind.ParticipantName or FindingKind.PersonName or FindingKind.Role or FindingKind.Attribution || finding.Reason == "small-set"
            ? [best, french ? "quelqu’un" : "somebody"]
            : [best];
    }

    /// <summary>Words to put in its place; empty: best left out; null: only a person can tell.</summary>
    private static string? Suggest(Finding finding, bool french) => finding.Reason switch
    {
        "attribution-own" => french ? "selon un participant" : "in one participant’s view",
        "attribution-ours" => french ? "dans une organisation" : "in one organisation",
        "attribution-home" => french ? "dans un lieu" : "in one place",
        "attribution-country" => french ? "dans un pays" : "in one country",
        "document-word" => null,
        "small-set" => french ? "un participant" : "a participant",
        _ => finding.Kind switch
        {
            FindingKind.ParticipantName or FindingKind.PersonName or FindingKind.Role or FindingKind.Attribution => french ? "un participant" : "a participant",
            FindingKind.ParticipantAffiliation or FindingKind.Organisation => french ? "une institution" : "an institution",
            FindingKind.Place => french ? "un lieu" : "a place",
            FindingKind.Group => french ? "d’un pays" : "of one country",
            FindingKind.Contact => "",
            _ => null,
        },
    };
}
