using System.Globalization;

namespace AIDialogues.Events.Domain;

/// <summary>On how many days before the last day to answer people are reminded, as written in one short line: "7, 2".</summary>
public static class ReminderDays
{
    public const int AtMost = 5;

    /// <summary>Reads the line; an empty one means no reminder.</summary>
    public static Result<int[]> Read(string? text)
    {
        string[] parts = (text ?? "").Split([' ', ',', ';', '\u00a0', '\u202f'], StringSplitOptions.RemoveEmptyEntries);
        var days = new List<int>();
        foreach (string part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int day) || day > 90) return NotValid(text!);
            days.Add(day);
        }

        int[] distinct = [.. days.Distinct().OrderDescending()];
        return distinct.Length > AtMost ? NotValid(text!) : distinct;
    }

    private static Refusal NotValid(string text) => Refusal.Of("reminder-days-not-valid", text.Length > 40 ? text[..40] + "…" : text);
}
