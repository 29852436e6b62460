using System.Globalization;

namespace FakeRunner;

/// <summary>
/// How to behave: "key=value" lines in the file MODEL.fake beside the model. Keys:
/// load = ok | fail | oom | crash | hang | garbage; load_ms;
/// generate = echo | fail | crash-first | crash-mid | hang | hang-mid; tokens (default: the words of the prompt); token_ms;
/// queue_ms, prompt_ms, decode_ms = what it claims to have taken;
/// times = the fault of load or generate happens this often over all processes, then all is well (default: always);
/// embed = ok | crash; dimensions; shutdown = leave | ignore; status = ok | silent | stuck.
/// </summary>
internal sealed class Script
{
    private readonly Dictionary<string, string> _values = [];
    private readonly string _path;

    private Script(string path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        foreach (var line in File.ReadAllLines(path))
        {
            if (line.Split('=', 2) is [var key, var value])
                _values[key.Trim()] = value.Trim();
        }
    }

    public static Script Of(string modelPath) => new(modelPath + ".fake");

    public int Number(string key, int otherwise) =>
        _values.TryGetValue(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The fault of a step, or what it does when it has no fault any more.</summary>
    public string Behaviour(string step, string healthy)
    {
        var behaviour = _values.GetValueOrDefault(step, healthy);
        if (behaviour == healthy || !_values.ContainsKey("times"))
            return behaviour;
        var counter = _path + ".count";
        var done = File.Exists(counter) ? int.Parse(File.ReadAllText(counter), CultureInfo.InvariantCulture) : 0;
        if (done >= Number("times", 0))
            return healthy;
        File.WriteAllText(counter, (done + 1).ToString(CultureInfo.InvariantCulture));
        return behaviour;
    }
}
