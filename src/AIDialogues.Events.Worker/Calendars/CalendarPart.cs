using System.Text;
using AIDialogues.Events.Domain;
using MimeKit;

namespace AIDialogues.Events.Worker.Calendars;

/// <summary>The calendar file of a letter as mail programs expect it (RFC 6047): beside the words, with the method in its type.</summary>
internal static class CalendarPart
{
    public static MimeEntity? Of(Letter letter)
    {
        // Empty when its reader's key is gone.
        if (letter.Calendar is not { Length: > 0 } file) return null;
        var part = new TextPart("calendar") { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, file);
        part.ContentType.Parameters.Add("method", letter.Kind is LetterKind.Cancellation or LetterKind.CalledOff ? "CANCEL" : "REQUEST");
        part.ContentType.Name = "invite.ics";
        return part;
    }
}
