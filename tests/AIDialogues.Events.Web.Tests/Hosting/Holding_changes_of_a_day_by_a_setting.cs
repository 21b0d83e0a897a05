using AIDialogues.Events.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Hosting;

public sealed class Holding_changes_of_a_day_by_a_setting
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    public void For_so_many_minutes_nobody_is_told(string? setting, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Read(setting).Hold);

    [Theory]
    [InlineData("121")]
    [InlineData("-1")]
    [InlineData("five")]
    public void Anything_else_stops_the_start_with_one_sentence(string setting) =>
        Assert.Equal($"Days__HoldMinutes must be a number from 0 to 120, but is “{setting}”.", Assert.Throws<SettingException>(() => Read(setting)).Message);

    private static DayOptions Read(string? setting) =>
        DayOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Days:HoldMinutes", setting)]).Build());
}
