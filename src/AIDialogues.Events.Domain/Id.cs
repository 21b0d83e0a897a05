using System.Diagnostics.CodeAnalysis;

namespace AIDialogues.Events.Domain;

/// <summary>The identifier of one kind of thing. Two kinds never mix, and none carries a time: always a random version 4 (RFC 9562).</summary>
public readonly record struct Id<T>(Guid Value) : IParsable<Id<T>>
{
    public static Id<T> New() => new(Guid.NewGuid());

    public static Id<T> Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Id<T> result)
    {
        bool parsed = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return parsed;
    }

    // Only the database compares ids, to read a list in pages; the order itself means nothing.
    public static bool operator >(Id<T> left, Id<T> right) => left.Value > right.Value;

    public static bool operator <(Id<T> left, Id<T> right) => left.Value < right.Value;

    public override string ToString() => Value.ToString();
}
