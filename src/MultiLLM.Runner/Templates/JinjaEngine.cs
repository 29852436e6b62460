using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Runtime;

namespace MultiLLM.Runner.Templates;

/// <summary>
/// Runs Jinja: the interpreter of @huggingface/jinja inside a JavaScript engine that sees neither .NET nor files, under limits of time,
/// memory and depth. Loading takes about a second, once; a render afterwards about a millisecond. One render runs at a time.
/// </summary>
internal sealed class JinjaEngine
{
    private const long MemoryLimit = 256L << 20;   // bytes that one call allocates, freed ones included
    private const int RecursionLimit = 256;
    private const int CachedTemplates = 16;

    // Generous against the usual millisecond, because the machine may be busy with prompts.
    private static readonly TimeSpan RenderLimit = TimeSpan.FromSeconds(5);

    // Never cancelled, but cancellable: the engine leaves the constraint out for a token that is not.
    private static readonly CancellationTokenSource NoDeadline = new();

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Lazy<JinjaEngine> _instance = new(() => new JinjaEngine());

    private readonly Lock _lock = new();
    private readonly Engine _engine;
    private readonly CancellationConstraint _deadline;
    private readonly JsValue _compile;
    private readonly JsValue _render;
    private readonly Dictionary<string, JsValue> _compiled = new(StringComparer.Ordinal);
    private TimeProvider _time = TimeProvider.System;

    private JinjaEngine()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "assets", "jinja.js");
        _engine = new Engine(options =>
        {
            options.Strict().LimitRecursion(RecursionLimit).LimitMemory(MemoryLimit).CancellationToken(NoDeadline.Token);
            options.Constraints.StackOverflowGuard = true;
        });
        _deadline = _engine.Constraints.Find<CancellationConstraint>()!;
        _engine.SetValue("hostStrftime", (string format) => StrfTime.Format(_time.GetLocalNow(), format));
        _engine.Execute(JinjaHost.Wrap(File.ReadAllText(library)), library);
        _compile = _engine.GetValue("compileTemplate");
        _render = _engine.GetValue("renderTemplate");
    }

    public static JinjaEngine Shared => _instance.Value;

    /// <summary>Gives up the memory of a warmed engine where no template will be rendered; a later render loads it again.</summary>
    public static void Release() => _instance = new(() => new JinjaEngine());

    /// <summary>Loads the engine and runs it once, so that the first real render is quick. Takes about a second: call it off the critical path.</summary>
    public static void WarmUp()
    {
        const string Template = "{% for m in messages %}{% if loop.first and m.role == 'x' %}{{ m['content'] | trim }}{% else %}{{ m.content + '!' }}{% endif %}{% endfor %}";
        var context = new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "a" }) };
        Shared.Render(Template, context, TimeProvider.System);
    }

    /// <summary>Parses the template, once; later renders use the result.</summary>
    /// <exception cref="TemplateException">It is not valid Jinja.</exception>
    public void Compile(string template)
    {
        lock (_lock)
        {
            Guard(() => GetCompiled(template));
        }
    }

    /// <summary>Renders a template with the variables of a JSON object.</summary>
    /// <exception cref="TemplateException">It is not valid Jinja, raised an exception, failed, or broke a limit.</exception>
    public string Render(string template, JsonObject context, TimeProvider time)
    {
        lock (_lock)
        {
            _time = time;
            return Guard(() =>
            {
                var outcome = _engine.Invoke(_render, GetCompiled(template), context.ToJsonString(Readable));
                return Unwrap(outcome, "The chat template failed").AsString();
            });
        }
    }

    private JsValue GetCompiled(string template)
    {
        if (_compiled.TryGetValue(template, out var compiled))
        {
            return compiled;
        }

        compiled = Unwrap(_engine.Invoke(_compile, template), "The chat template is not valid Jinja");
        if (_compiled.Count >= CachedTemplates)
        {
            _compiled.Clear();
        }

        _compiled.Add(template, compiled);
        return compiled;
    }

    private static JsValue Unwrap(JsValue outcome, string failure)
    {
        var result = outcome.AsObject();
        var error = result.Get("error");
        if (error.IsUndefined())
        {
            return result.Get("value");
        }

        var raised = result.Get("raised").AsBoolean();
        throw new TemplateException($"{(raised ? "The chat template refuses the conversation" : failure)}: {error}", raised);
    }

    private T Guard<T>(Func<T> action)
    {
        using var deadline = new CancellationTokenSource(RenderLimit, TimeProvider.System);
        _deadline.Reset(deadline.Token);
        try
        {
            return action();
        }
        catch (ExecutionCanceledException e)
        {
            throw new TemplateException($"The chat template ran longer than {RenderLimit.TotalSeconds} seconds.", inner: e);
        }
        catch (MemoryLimitExceededException e)
        {
            throw new TemplateException($"The chat template used more than {MemoryLimit >> 20} MiB of memory.", inner: e);
        }
        catch (Exception e) when (e is RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            throw new TemplateException("The chat template is nested too deeply.", inner: e);
        }
        catch (JintException e)
        {
            throw new TemplateException($"The chat template failed: {e.Message}", inner: e);
        }
        finally
        {
            _deadline.Reset(NoDeadline.Token);
        }
    }
}
