using System.Globalization;

namespace StarterModels.Trainer;

/// <summary>A command and its options: <c>train --phase chat --seconds 60</c>.</summary>
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

    public string Text(string name, string fallback) => _options.GetValueOrDefault(name, fallback);

    public string Required(string name) =>
        _options.GetValueOrDefault(name) ?? throw new ArgumentException($"{Command} needs --{name}");

    public double Number(string name, double fallback)
    {
        if (!_options.TryGetValue(name, out var text))
            return fallback;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"--{name} must be a number above 0, not \"{text}\"");
    }

    public T Choice<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (!_options.TryGetValue(name, out var text))
            return fallback;
        return Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new ArgumentException($"--{name} must be one of {string.Join(", ", Enum.GetNames<T>())}");
    }
}
