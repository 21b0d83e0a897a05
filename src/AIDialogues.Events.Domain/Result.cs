using System.Diagnostics.CodeAnalysis;

namespace AIDialogues.Events.Domain;

/// <summary>Either a value or a refusal, never both and never neither.</summary>
public sealed class Result<T> where T : notnull
{
    private readonly Refusal? _refusal;
    private readonly T? _value;

    private Result(Refusal? refusal, T? value) => (_refusal, _value) = (refusal, value);

    public static implicit operator Result<T>(T value) => new(null, value);

    public static implicit operator Result<T>(Refusal refusal) => new(refusal, default);

    /// <summary>True when the answer is "no"; exactly one of the two is then set.</summary>
    public bool Refused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        refusal = _refusal;
        value = _value;
        return _refusal is not null;
    }
}
