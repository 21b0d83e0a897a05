using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Letters;

/// <summary>A letter's words as staff may read them: a code stays its reader's, and a link was never kept.</summary>
internal static class LetterWords
{
    public static string WordsForStaff(this T texts, Letter letter) => letter.Kind == LetterKind.Code
        ? texts["These words are for their reader alone: they hold a code that opens personal data."]
        : letter.Body.Replace(Letter.LinkPlace, texts["(the reader’s own link; it is kept nowhere)"], StringComparison.Ordinal);
}
