using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Web.Publications;

internal static class FindingMarks
{
    /// <exception cref="InvalidOperationException">This context has no keys.</exception>
    public static KeyStore MarkKeys(this EventsDb db) => db.Keys ?? throw new InvalidOperationException("Nothing is answered for without the keys.");

    /// <summary>
    /// What tells this finding from others for as long as a risk stands: its kind and its words under a key that is not in the database, so that no name
    /// stands in a second place and nobody who has only the database can try names until one fits.
    /// </summary>
    public static string MarkIn(this Finding finding, string words, KeyStore keys) => keys.Pseudonym("finding", $"{finding.Kind}\0{words.AsSpan(finding.Start, finding.Length)}");
}
