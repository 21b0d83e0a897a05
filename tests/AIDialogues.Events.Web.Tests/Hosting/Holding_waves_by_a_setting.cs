using AIDialogues.Events.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Hosting;

public sealed class Holding_waves_by_a_setting
{
    [Theory]
    [InlineData(null, 30)]
    [InlineData("", 30)]
    [InlineData("0", 0)]
    [InlineData("600", 600)]
    public void For_so_many_seconds_a_wave_can_be_taken_back(string? setting, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(setting).Undo);

    [Theory]
    [InlineData("601")]
    [InlineData("-1")]
    [InlineData("30.5")]
    [InlineData("thirty")]
    public void Anything_else_stops_the_start_with_one_sentence(string setting) =>
        Assert.Equal($"Waves__UndoSeconds must be a number from 0 to 600, but is “{setting}”.", Assert.Throws<SettingException>(() => Read(setting)).Message);

    private static WaveOptions Read(string? setting) =>
        WaveOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Waves:UndoSeconds", setting)]).Build());
}
