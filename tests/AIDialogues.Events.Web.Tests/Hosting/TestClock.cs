using Microsoft.Extensions.Time.Testing;

namespace AIDialogues.Events.Web.Tests.Hosting;

/// <summary>A clock that stands still until it is moved, and that can be set back between tests.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private FakeTimeProvider _clock = new(start);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public void SetUtcNow(DateTimeOffset to) => _clock.SetUtcNow(to);

    public void Reset() => _clock = new(start);
}
