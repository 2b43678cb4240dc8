-- Used by `cargo xtask validate --corpus` with pandoc: what pandoc writes as plain text in other words than the source
-- has, and what it reads as text that is none in the dialect. Each rule is a difference that is meant.

-- pandoc turns formulas into characters; Chapbook keeps their source.
function Math(formula)
  return pandoc.Str(formula.text)
end

-- pandoc drops a tag, so that the words on both sides of it become one.
function RawInline(tag)
  -- These two are raised and lowered text to Chapbook, whose letters stay with what is before them.
  if tag.text:match("^</?su[bp]>$") then
    return {}
  end
  return pandoc.Space()
end

-- pandoc writes raised and lowered figures as characters of their own where Unicode has them.
function Superscript(raised)
  return raised.content
end

function Subscript(lowered)
  return lowered.content
end

-- `[@tag]: address` at the margin is a link definition to CommonMark and a paragraph to pandoc.
function Para(paragraph)
  local first, second = paragraph.content[1], paragraph.content[2]
  if first and second and first.t == "Cite" and second.t == "Str" and second.text:sub(1, 1) == ":" then
    return {}
  end
end
