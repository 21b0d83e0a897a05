using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Web.Publications;

internal static class FindingMarks
{
    /// <summary>What tells this finding from others for as long as a risk stands: its kind and its words, as a digest, so that no name stands in a second place.</summary>
    public static string MarkIn(this Finding finding, string words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Kind}\0{words.AsSpan(finding.Start, finding.Length)}")).AsSpan(0, 8));
}
