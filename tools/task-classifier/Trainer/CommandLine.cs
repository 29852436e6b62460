using System.Globalization;
using System.Reflection;
using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer;

/// <summary>A command and its options: <c>try --data data --Dropout 0.5</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _options = [];

    /// <exception cref="ArgumentException">An option without a value, or text that is no option.</exception>
    public CommandLine(string[] arguments)
    {
        Command = arguments.Length > 0 ? arguments[0] : "help";
        for (var index = 1; index < arguments.Length; index += 2)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal) || index + 1 == arguments.Length)
                throw new ArgumentException($"\"{arguments[index]}\": options are --name value");
            _options[arguments[index][2..]] = arguments[index + 1];
        }
    }

    public string Command { get; }

    public string Required(string name) => _options.GetValueOrDefault(name) ?? throw new ArgumentException($"{Command} needs --{name}");

    public string? Optional(string name) => _options.GetValueOrDefault(name);

    /// <summary>The learner's settings, with those that options name replaced; lists with commas.</summary>
    public LearnerSettings Settings()
    {
        var settings = new LearnerSettings();
        foreach (var property in typeof(LearnerSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            if (_options.TryGetValue(property.Name, out var text))
                property.SetValue(settings, Parse(text, property.PropertyType));
        }
        return settings;
    }

    private static object Parse(string text, Type type)
    {
        if (!type.IsArray)
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        var parts = text.Split(',');
        var values = Array.CreateInstance(type.GetElementType()!, parts.Length);
        for (var i = 0; i < parts.Length; i++)
            values.SetValue(Convert.ChangeType(parts[i], type.GetElementType()!, CultureInfo.InvariantCulture), i);
        return values;
    }
}
