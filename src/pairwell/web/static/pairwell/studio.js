// The studio's sliders, shares and "as saved"; without this script the number fields do the same.
const policy = document.getElementById("policy");

function weightOf(criterion) {
  return criterion.querySelector(".criterion-weight");
}

function showShares() {
  const all = [...policy.querySelectorAll("[data-criterion]")];
  const whole = all.reduce((sum, one) => sum + (Number(weightOf(one).value) || 0), 0);
  for (const one of all) {
    const weight = Number(weightOf(one).value) || 0;
    one.classList.toggle("criterion-off", !weight);
    one.querySelector("[data-share]").textContent = weight && whole ? `${Math.round((100 * weight) / whole)} %` : "";
  }
}

function follow(event) {
  const criterion = event.target.closest("[data-criterion]");
  if (!criterion) return;
  const slider = criterion.querySelector("[data-slider]");
  const number = weightOf(criterion);
  if (event.target === slider) number.value = slider.value;
  else if (event.target === number) slider.value = number.value;
  showShares();
}

function startAgain() {
  setTimeout(() => {
    for (const one of policy.querySelectorAll("[data-criterion]")) {
      one.querySelector("[data-slider]").value = weightOf(one).value;
    }
    showShares();
    policy.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

if (policy) {
  policy.querySelectorAll("[data-slider]").forEach((slider) => {
    slider.hidden = false;
  });
  policy.querySelector("[data-reset-policy]").hidden = false;
  policy.addEventListener("input", follow);
  policy.addEventListener("reset", startAgain);
  showShares();
}
