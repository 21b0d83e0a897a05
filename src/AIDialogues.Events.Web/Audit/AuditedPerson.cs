using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Audit;

/// <summary>Whom an action is about: the detail of its entry is then sealed with that person's key, and goes when it is destroyed.</summary>
internal static class AuditedPerson
{
    private static readonly object Key = new();
    private static readonly object Source = new();

    /// <summary>Said by the address, or by a page that knows better than its address; what is no id of anybody says nothing.</summary>
    public static void ConcernsPerson(this HttpContext http, string? person)
    {
        if (Guid.TryParse(person, out var id)) http.Items[Key] = id;
    }

    /// <summary>How the wish came that was done for somebody.</summary>
    public static void CameBy(this HttpContext http, AnswerSource source) => http.Items[Source] = source;

    /// <summary>The action with its person, who is named in the detail where the address does not, and with how their wish came.</summary>
    public static StaffAction About(this HttpContext http, StaffAction did)
    {
        if (http.Items[Source] is AnswerSource source) did = did with { Detail = $"{did.Detail}?came-by={source}" };
        if (http.Items[Key] is not Guid person) return did;
        string detail = did.Detail.Contains(person.ToString(), StringComparison.OrdinalIgnoreCase) ? did.Detail : $"{did.Detail}#person={person}";
        return did with { Subject = person, Detail = detail };
    }
}
