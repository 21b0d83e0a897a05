using System.Globalization;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>For how long letters about a changed day are held, so that the change can be set back, or become one with the next.</summary>
public sealed record DayOptions(TimeSpan Hold)
{
    /// <exception cref="SettingException">The setting is no number of minutes from 0 to 120.</exception>
    public static DayOptions From(IConfiguration configuration)
    {
        if (configuration["Days:HoldMinutes"] is not { Length: > 0 } text) return new(TimeSpan.FromMinutes(1));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes) && minutes <= 120
            ? new(TimeSpan.FromMinutes(minutes))
            : throw new SettingException($"Days__HoldMinutes must be a number from 0 to 120, but is “{text}”.");
    }
}
