using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Reminders;

public sealed class Reading_days_before
{
    [Theory]
    [InlineData("7, 2", new[] { 7, 2 })]
    [InlineData("2;7 7", new[] { 7, 2 })]
    [InlineData("0", new[] { 0 })]
    [InlineData("", new int[0])]
    [InlineData(null, new int[0])]
    public void Takes_them_as_people_write_them(string? text, int[] days) => Assert.Equal(days, Days.Value(ReminderDays.Read(text)));

    [Theory]
    [InlineData("a week")]
    [InlineData("-2")]
    [InlineData("91")]
    [InlineData("1, 2, 3, 4, 5, 6")]
    [InlineData("99999999999")]
    public void Refuses_what_is_no_such_line(string text) => Assert.Equal("reminder-days-not-valid", Days.Code(ReminderDays.Read(text)));
}
