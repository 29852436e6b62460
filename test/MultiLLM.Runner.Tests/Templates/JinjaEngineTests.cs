using System.Text.Json.Nodes;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Tests.Templates;

public sealed class JinjaEngineTests
{
    [Theory]
    [InlineData("{% for i in range(1000000000) %}x{% endfor %}", "memory|longer than")]
    [InlineData("{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "memory|longer than")]
    [InlineData("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", "stack|deeply")]
    [InlineData("{{ messages.foo.bar.baz() }}", "failed")]
    [InlineData("{% if %}", "not valid Jinja")]
    public void Render_HostileTemplate_FailsAndTheEngineGoesOn(string template, string reason)
    {
        Assert.Matches(reason, Assert.Throws<TemplateException>(() => Render(template)).Message);
        Assert.Equal("still here", Render("{{ 'still ' + 'here' }}"));
    }

    [Fact]
    public void Render_DeepNesting_FailsAndTheEngineGoesOn()
    {
        var template = "{{ " + new string('(', 50_000) + "1" + new string(')', 50_000) + " }}";

        Assert.Throws<TemplateException>(() => Render(template));
        Assert.Equal("still here", Render("still here"));
    }

    [Fact]
    public void Render_EndlessLoop_EndsWithinTheLimit()
    {
        const string Loop = "{% for a in range(3000) %}{% for b in range(3000) %}{% for c in range(3000) %}{% endfor %}{% endfor %}{% endfor %}";

        Assert.NotEmpty(Assert.Throws<TemplateException>(() => Render(Loop)).Message);
        Assert.Equal("still here", Render("still here"));
    }

    [Fact]
    public void Render_FromManyThreads_KeepsResultsApart() =>
        Parallel.For(0, 40, i => Assert.Equal($"{i}-{i}", Render($"{{{{ {i} }}}}-{{{{ messages[0] }}}}", i)));

    [Theory]
    [InlineData("{{ messages | tojson }}", "[1]")]
    [InlineData("{% for i in range(4, 0, -2) %}{{ i }},{% endfor %}", "4,2,")]
    [InlineData("{{ tools is none }} {{ nothing is defined }} {{ True and not False }}", "true false true")]
    public void Render_CommonHelpers_Work(string template, string expected) => Assert.Equal(expected, Render(template));

    private static string Render(string template, int value = 1) => JinjaEngine.Shared.Render(
        template, new JsonObject { ["messages"] = new JsonArray(JsonValue.Create(value)), ["tools"] = null }, TimeProvider.System);
}
