using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AIDialogues.Events.Data;

/// <summary>A value object as JSON; it is replaced, never changed.</summary>
internal sealed class JsonColumn<T>(JsonSerializerOptions options) : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, options), text => JsonSerializer.Deserialize<T>(text, options)!);

internal static class JsonColumns
{
    /// <summary>Enumerations by their names, so that a new value between two old ones changes nothing that is stored.</summary>
    public static readonly JsonSerializerOptions ByName = new() { Converters = { new JsonStringEnumConverter() } };
}
