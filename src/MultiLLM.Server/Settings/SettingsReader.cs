using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Settings;

/// <summary>Tells every setting as its options class declares it: name, bounds, documentation, and what is in force.</summary>
internal sealed class SettingsReader(IServiceProvider services, IConfiguration configuration, SettingSources sources)
{
    private const string Urls = "urls";
    private const string Masked = "(set)";
    private static readonly string[] s_secrets = ["Token", "ConnectionString", "Password", "Secret"];
    private static readonly string[] s_units = ["Bytes", "BytesPerSecond", "Tokens", "Characters", "Minutes", "Seconds"];

    /// <summary>Tokens, although their names do not say so.</summary>
    private static readonly string[] s_tokens = ["ContextLength", "KvCells"];

    public SettingsReport Read() => new([.. SettingsGroup.All.SelectMany(Read)]);

    private IEnumerable<SettingInfo> Read(SettingsGroup settings)
    {
        var (current, defaults) = (settings.Current(services), settings.Defaults());
        return settings.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSettable)
            .Select(property => Describe(settings.Section, property, Text(property.GetValue(current)), Text(property.GetValue(defaults))));
    }

    // Lists are filled, not replaced.
    private static bool IsSettable(PropertyInfo property) => property.CanWrite || property.PropertyType.IsAssignableTo(typeof(ICollection<string>));

    private SettingInfo Describe(string section, PropertyInfo property, string? value, string? byDefault)
    {
        var key = $"{section}:{property.Name}";
        var (source, sourceName) = sources.Of(key);
        if (section == ServerOptions.Section && ListensAt(property.Name) is { } said)
            (value, (source, sourceName)) = (said, sources.Of(Urls));
        var secret = s_secrets.Any(word => property.Name.EndsWith(word, StringComparison.Ordinal));
        return new SettingInfo
        {
            Name = key,
            Value = secret && value is not null ? Masked : value,
            Default = byDefault,
            Source = source,
            SourceName = sourceName,
            Description = DocComments.Of(property),
            Unit = UnitOf(property),
            Allowed = AllowedBy(property),
            Variable = SettingSources.VariableOf(key),
            Secret = secret,
        };
    }

    /// <summary>What --urls or ASPNETCORE_URLS say instead of <see cref="ServerOptions"/>; see <see cref="ServerConfiguration.ListenAsConfigured"/>.</summary>
    private string? ListensAt(string name)
    {
        if (configuration[Urls] is not { Length: > 0 } urls || name is not (nameof(ServerOptions.Address) or nameof(ServerOptions.Port)))
            return null;
        var address = BindingAddress.Parse(urls.Split(';')[0]);
        return name == nameof(ServerOptions.Port) ? Text(address.Port) : address.Host;
    }

    private static string? Text(object? value) => value switch
    {
        null or "" => null,
        bool flag => flag ? "true" : "false",
        string text => text,
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object>()) is { Length: > 0 } joined ? joined : null,
        _ => value.ToString(),
    };

    private static string? UnitOf(PropertyInfo property) => property switch
    {
        _ when property.PropertyType == typeof(TimeSpan) => "d.hh:mm:ss",
        _ when s_tokens.Contains(property.Name) => "tokens",
        _ => s_units.FirstOrDefault(unit => property.Name.EndsWith(unit, StringComparison.Ordinal)) switch
        {
            "BytesPerSecond" => "bytes per second",
            { } unit => unit.ToLowerInvariant(),
            null => null,
        },
    };

    private static string? AllowedBy(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return string.Join(", ", allowed.Values);
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            return Limits(range);
        return property.PropertyType switch
        {
            { IsEnum: true } type => string.Join(", ", Enum.GetNames(type)),
            var type when type == typeof(bool) => "true, false",
            _ => null,
        };
    }

    private static string Limits(RangeAttribute range) =>
        range.Maximum is long.MaxValue or int.MaxValue or (double)long.MaxValue ? $"{Text(range.Minimum)} or more" : $"{Text(range.Minimum)} to {Text(range.Maximum)}";
}
